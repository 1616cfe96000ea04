-- the statistics of what a run has just staged: rules join these tables many times, and without them the planner takes every
-- run for one row. the loader may not analyze what it does not own, so it calls this; it takes some milliseconds a run.
create or replace function staging.count_rows()
returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
analyze staging.submission, staging.figure, staging.expected, staging.finding;
$$;
revoke all on function staging.count_rows() from public;
grant execute on function staging.count_rows() to huizong_loader;

-- the same of what a run has resolved
create or replace function staging.count_resolved()
returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
analyze staging.past_figure, staging.operand;
$$;
revoke all on function staging.count_resolved() from public;
grant execute on function staging.count_resolved() to huizong_loader;
