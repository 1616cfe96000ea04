-- what is published is compared with itself, thousands of rows at a time, right after they were written, when statistics still know
-- of none: row by row, what takes a moment takes minutes. compiling a plan to machine code costs more than running it.
set local transaction_isolation = 'repeatable read';
set local enable_nestloop = off;
set local jit = off;
-- a county's rows of a period are sorted and joined in memory, not in files
set local work_mem = '32MB';
