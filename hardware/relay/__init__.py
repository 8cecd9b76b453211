"""Relays: a bell, a lamp, a door."""
