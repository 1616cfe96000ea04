"""The warehouse: its connection, its schema, and the way in for figures (DESIGN §4)."""

from huizong.warehouse.connection import LOADER, READER, WarehouseError, connect

__all__ = ["LOADER", "READER", "WarehouseError", "connect"]
