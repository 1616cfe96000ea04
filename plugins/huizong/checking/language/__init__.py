"""The relation language of forms: a line of YAML in, a definite relation over named figures out. Knock at `relation`, then `binding`."""
