"""Where the dossiers of a centre are looked up; they belong to another system, and nothing here changes them."""
