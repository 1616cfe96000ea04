"""Files on this machine's disk that are no evidence: what only spares work, and folders that others must not read.

Bytes in, a file that is there whole or not at all out. Knock at `cached_files` or `private_folders`.
"""
