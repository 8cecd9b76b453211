"""The wire: every message between the server and its kiosks, desks and boards. No I/O; needs msgspec only."""
