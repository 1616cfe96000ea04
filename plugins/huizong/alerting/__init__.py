"""What an engineer has to hear of by himself: alerts, each with what it means and what to do (docs/runbook.md).

Knock at `watching`. Alerts go into the ledger of the room `telling`, the same one not again within a set time.
"""
