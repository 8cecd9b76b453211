"""Keypads for officers, and rating pads for citizens."""
