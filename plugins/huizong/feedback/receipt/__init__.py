"""What a receipt says: one arrival's verdict, faults and counts in, the same texts as a page and as plain text out. Knock at `content`."""
