"""A province's server, or a spare machine: keeps the journals of centres as they arrive. It decides nothing."""
