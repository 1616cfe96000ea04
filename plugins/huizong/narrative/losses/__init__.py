"""What has no number where one is due: in comes an anchor, out go lost figures and doubts; `reader` calls each by its kind.

Knock at `level_losses`, `predicate_losses` or `unit_losses`.
"""
