release savepoint one_line;
