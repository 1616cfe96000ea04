rollback to savepoint one_line;
