-- the other source of a figure is looked up by key and row by row. as a join it was planned at a session's first wave, when the year
-- was empty, and that plan was kept: each later wave compared every new figure with all of its year.
create or replace function core.note_shared_figures()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
begin
    insert into core.shared_figure (period, organisation, indicator, basis, period_year)
    select distinct
        n.period,
        n.organisation,
        n.indicator,
        n.basis,
        n.period_year
    from new_figure as n
    cross join lateral (
        select true as is_there
        from core.figure as f
        where
            f.known_to = 'infinity'
            and f.period_year = n.period_year
            and f.organisation = n.organisation
            and f.indicator = n.indicator
            and f.period = n.period
            and f.basis = n.basis
            and (f.reporter, f.form) <> (n.reporter, n.form)
        -- one is enough; the limit keeps this from being joined
        limit 1
    ) as other
    on conflict do nothing;
    return null;
end
$$;
