set local statement_timeout = %(milliseconds)s;
