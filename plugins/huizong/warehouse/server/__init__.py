"""The servers that the warehouse lies on: our own, one of the moment, or the one that a URL names. Knock at `server_in_use`."""
