"""The warehouse (DESIGN §4): drafts of submissions in, staged and then loaded figures with their history out.

Knock at `connection` to talk to it, at `staging` and `loading` for the way of figures; `schema` makes it, `server` is what it lies on.
"""

from huizong.warehouse.connection import LOADER, READER, WarehouseError, connect

__all__ = ["LOADER", "READER", "WarehouseError", "connect"]
