"""What goes wrong in a hall: noticed, written down once per cause, shown on pages and told outside the house."""
