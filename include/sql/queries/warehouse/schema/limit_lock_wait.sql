set lock_timeout = %(wait)s;
