"""The warehouse built anew from archive and journal: the two folders in, an equal warehouse out.

Knock at `rebuilding`, or at `backing_up` for a copy of everything and the way back.
"""
