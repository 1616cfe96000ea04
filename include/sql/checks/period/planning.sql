-- sources and levels are compared by the thousand right after they were written, when statistics still know of none: row by row, a
-- comparison that takes a moment takes minutes. until the end of the transaction.
set local enable_nestloop = off;
