"""A whole centre on one machine: citizens and officers of a real centre's profile, by the protocol only."""
