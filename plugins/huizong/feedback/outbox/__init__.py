"""The outbox of each organisation: content in, files that are there whole or not at all out. Knock at `putting`."""
