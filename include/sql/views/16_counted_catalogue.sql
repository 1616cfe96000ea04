-- the statistics of the catalogue's tables, and of the calendar beside them, as soon as they are filled: until the server's own
-- housekeeping comes by, the planner takes any handful of organisations for a million successions, and makes room for as many.
-- the loader may not analyze what it does not own, so it calls this; it takes some milliseconds a catalogue.
create or replace function core.count_catalogue()
returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
analyze
    core.organisation, core.indicator, core.unit, core.form, core.form_row, core.form_subject, core.obligation, core.scoring, core.share,
    core.period;
$$;
revoke all on function core.count_catalogue() from public;
grant execute on function core.count_catalogue() to huizong_loader;
