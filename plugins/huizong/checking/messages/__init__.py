"""What a clerk reads of a fault: an issue type and its place in, message and remedy in Chinese out. Knock at `fault_texts`."""
