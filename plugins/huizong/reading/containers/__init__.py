"""What files are made of before they mean anything: bytes in, kind, parts and plain text out. Knock at `sniff` or `package`."""
