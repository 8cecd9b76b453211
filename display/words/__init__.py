"""What a board says in writing, Vietnamese first and English beside it."""
