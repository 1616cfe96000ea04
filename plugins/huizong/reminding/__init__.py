"""Who is to be told now that a report doesn't count yet, and why (催报): one digest a contact over all that is owed.

What is owed comes from `mart.timeliness`; messages go into the ledger of the room `telling`, notes into the outbox.

Knock at `chasing`.
"""
