"""A whole centre on one machine: citizens and officers who follow a real centre's profile, through the protocol only."""
