"""The lamps behind panels."""
