"""Lines of a catalogue for a person to correct: names that nobody knows, or blank forms, in; lines with where they come from out.

Knock at `lines` for what waits for a name, at `first_draft` for a new county's forms.
"""
