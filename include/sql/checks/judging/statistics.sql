-- committed before the rules run, so that the connection of great expectations plans with it too
select staging.count_rows();
