"""What happened in a centre, in order, never changed. `base` says what a journal is; `sql` and `memory` are two."""
