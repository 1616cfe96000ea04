-- how each relation stands at each place of the run where it is asked: whether all figures that it names are known, and whether a
-- fault was written of it. the operands that lack are written as `at indicator basis`.
with place as (
    select distinct
        r.relation,
        r.version,
        f.submission_no,
        f.organisation,
        f.period,
        t.last_month
    from rule.batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    inner join rule.operand as r on b.form = r.form and f.indicator = r.indicator and f.basis = r.basis
    inner join core.period as t on f.period = t.period
    where
        r.asks
        and r.stated_by is null
        and not f.candidate
        and f.is_total = r.over_children
        and (f.is_total or f.organisation is not null)
        and t.last_day between coalesce(r.valid_from, '-infinity'::date) and coalesce(r.valid_to, 'infinity'::date)
        and not exists (
            select 1
            from jsonb_array_elements(r.exempt) as x
            where x.value ->> 'organisation' = f.organisation and t.last_day <= (x.value ->> 'until')::date
        )
),

named as (
    select
        p.relation,
        p.submission_no,
        p.organisation,
        p.period,
        r.at,
        r.indicator,
        r.basis,
        r.blank_is_zero
        or coalesce(r.at = 'previous' and r.first_month >= p.last_month, false)
        or exists (
            select 1
            from rule.batch as b
            inner join staging.operand as o on b.run_id = o.run_id and b.submission_no = o.submission_no
            where
                o.submission_no = p.submission_no
                and o.organisation is not distinct from p.organisation
                and o.period = p.period
                and o.is_total = r.over_children
                and o.indicator = r.indicator
                and o.basis = r.basis
                and o.at = case when r.children then 'children' else r.at end
                and o.value is not null
        ) as known
    from place as p
    inner join rule.operand as r on p.relation = r.relation and p.version = r.version
    where r.stated_by is null and not r.softens
),

standing as (
    select
        n.submission_no,
        n.relation,
        n.organisation,
        n.period,
        array_agg(distinct concat_ws(' ', n.at, n.indicator, n.basis)) filter (where not n.known) as lacking
    from named as n
    group by n.submission_no, n.relation, n.organisation, n.period
),

broken as (
    select distinct
        i.submission_no,
        i.fields ->> 'relation' as relation,
        i.organisation,
        i.period
    from rule.batch as b
    inner join staging.issue as i on b.run_id = i.run_id and b.submission_no = i.submission_no
    where i.severity <> 'info'
)

select
    s.submission_no,
    s.relation,
    s.organisation,
    s.period,
    coalesce(s.lacking, '{}') as lacking,
    i.relation is not null as broken
from standing as s
left join broken as i
    on
        s.submission_no = i.submission_no
        and s.relation = i.relation
        and s.organisation is not distinct from i.organisation
        and s.period = i.period
order by s.submission_no, s.relation, s.organisation, s.period
