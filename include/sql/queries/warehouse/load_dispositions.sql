-- every figure of the run with its disposition and what is live under its key, worked out once for the steps that follow, after what
-- is judged again has been withdrawn. the live row is looked up by key and row by row: a join would be planned by statistics that
-- lag behind a wave of the same minute.
drop table if exists pg_temp.loading;

create temporary table loading on commit drop as
select
    n.*,
    live.is_live is not null as is_live,
    n.disposition = 'load'
    and (live.status, live.value, live.qualifier, live.maturity) is distinct from (n.status, n.value, n.qualifier, n.maturity)
        as says_new
from staging.loading_figure as n
left join lateral (
    select
        true as is_live,
        f.status,
        f.value,
        f.qualifier,
        f.maturity
    from core.figure as f
    where
        n.disposition = 'load'
        and f.known_to = 'infinity'
        and f.period_year = substring(n.period from '^\d{4}')::integer
        and f.organisation = n.organisation
        and f.indicator = n.indicator
        and f.period = n.period
        and f.basis = n.basis
        and f.reporter = n.reporter
        and f.form = n.form
    limit 1
) as live on true
where n.run_id = %(run_id)s;

analyze loading (disposition, is_live, says_new);
