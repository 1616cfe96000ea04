"""Files on this machine's disk that are no evidence: what only spares work, and folders that others must not read."""
