"""The department's own file with its faults marked: its bytes and its faults in, a file of the same kind out. Knock at `attaching`."""
