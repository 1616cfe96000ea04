set local transaction_isolation = 'repeatable read';
