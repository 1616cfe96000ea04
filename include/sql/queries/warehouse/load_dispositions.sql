-- every figure of the run with its disposition and what is live under its key, worked out once for the steps that follow, after what
-- is judged again has been withdrawn. the live row is looked up by key and row by row: a join would be planned by statistics that
-- lag behind a wave of the same minute.
drop table if exists pg_temp.loading;

create temporary table loading on commit drop as
select
    n.run_id,
    n.submission_no,
    n.figure_no,
    n.submission_id,
    n.reporter,
    n.form,
    n.organisation,
    n.indicator,
    n.period,
    n.basis,
    n.status,
    n.value,
    n.unit,
    n.digit_weight,
    n.qualifier,
    n.maturity,
    n.refers_to,
    n.place,
    n.raw_text,
    n.label,
    n.is_total,
    n.candidate,
    n.source,
    n.measure,
    n.disposition,
    live.is_live is not null as is_live,
    n.disposition = 'load'
    and (
        live.status is distinct from n.status
        or live.value is distinct from n.value
        or live.qualifier is distinct from n.qualifier
        or live.maturity is distinct from n.maturity
    ) as says_new
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
    -- there is one at most; the limit keeps this from being joined
    order by f.known_from desc
    limit 1
) as live on true
where n.run_id = %(run_id)s;

analyze loading (disposition, is_live, says_new);
