"""Printing a slip and telling the truth about it: `base` says what a printer is, `open` finds the one configured."""
