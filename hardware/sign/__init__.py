"""Signs at desks: line displays, digit displays, LED signs."""
