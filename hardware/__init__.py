"""Printers, serial lines, typefaces and speakers. It knows nothing of tickets, servers or screens."""
