savepoint one_line;
