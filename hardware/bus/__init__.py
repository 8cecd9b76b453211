"""A serial line with one or more units on it: signs, keypads, relays."""
