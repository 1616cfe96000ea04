"""What has no number where one is due: in comes an anchor, out go lost figures and doubts; `reader.py` calls each by its kind."""
