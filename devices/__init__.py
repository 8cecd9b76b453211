"""Signs, keypads and relays of a machine in the hall, attached to the centre."""
