"""What was judged, judged again under a changed catalogue: two judgements compared in a private copy, then the difference put in force.

Knock at `revalidating` for what a person asks for, at `awaiting` for reports that waited for a name which the catalogue has now.
"""
