"""What people decide: a name, a reason and what it is about in; a line of the journal, then the warehouse changed, out.

Knock at `deciding` (waivers, explanations), `reductions`, `confirming`, `finalising`, `releasing` or `adopting`.
"""
