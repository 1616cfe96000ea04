"""Readers of workbooks, one a format: a package or bytes in, sheets of typed cells out. Knock at the format's own name."""
