"""Where a centre's appointments are looked up; they are booked elsewhere, and nothing here changes them."""
