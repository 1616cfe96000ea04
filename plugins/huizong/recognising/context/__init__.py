"""What a file says of itself: titles, sheets, folders in; whose report it is, for when, on which form out. Knock at `form_of_table`."""
