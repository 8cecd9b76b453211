"""The rules of a one-stop centre: pure, without I/O, clock or chance.

Read `centre.py` first. Time is an `Instant`, ids are arguments, and everything that happens is an event.
"""
