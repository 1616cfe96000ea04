-- how each relation stands at each place of the run where it is asked: whether all figures that it names are known, and whether a
-- fault was written of it. a figure is known as a rule finds it: in the file, else as published. the operands that
-- lack are written as `at indicator basis`.
with place as (
    select distinct
        r.relation,
        r.version,
        f.submission_no,
        f.organisation,
        f.period
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    inner join relation_operand as r on b.form = r.form and f.indicator = r.indicator and f.basis = r.basis
    inner join core.period as t on f.period = t.period
    where
        r.asks
        and not f.candidate
        and f.is_total = r.over_children
        and (f.is_total or f.organisation is not null)
        and t.last_day between coalesce(r.valid_from::date, '-infinity'::date) and coalesce(r.valid_to::date, 'infinity'::date)
        and not exists (
            select 1
            from jsonb_array_elements(r.exempt) as x
            where x.value ->> 'organisation' = f.organisation and t.last_day <= (x.value ->> 'until')::date
        )
),

reported as (
    select
        f.submission_no,
        f.organisation,
        f.period,
        f.indicator,
        f.basis,
        f.is_total
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    where f.status = 'reported' and f.value is not null and not f.candidate
),

operand as (
    select
        p.relation,
        p.version,
        p.submission_no,
        p.organisation,
        p.period,
        r.at,
        r.indicator,
        r.basis,
        r.blank_is_zero
        or (r.at = 'previous' and r.first_month >= t.last_month)
        or exists (
            select 1
            from reported as g
            where
                g.submission_no = p.submission_no
                and g.indicator = r.indicator
                and g.basis = r.basis
                and g.period = case r.at when 'previous' then w.previous when 'year_before' then w.year_before else p.period end
                and case
                    when r.children then not g.is_total
                    else g.is_total = r.over_children and g.organisation is not distinct from p.organisation
                end
        )
        or exists (
            select 1
            from published_before as o
            where
                r.at = 'previous'
                and o.submission_no = p.submission_no
                and o.organisation = p.organisation
                and o.period = p.period
                and o.indicator = r.indicator
                and o.basis = r.basis
                and o.value is not null
        )
        or exists (
            select 1
            from published_last_year as o
            where
                r.at = 'year_before'
                and o.submission_no = p.submission_no
                and o.organisation = p.organisation
                and o.period = p.period
                and o.indicator = r.indicator
                and o.basis = r.basis
                and o.value is not null
        )
        or exists (
            select 1
            from core.figure as o
            where
                r.at = 'now'
                and not r.children
                and (r.elsewhere or r.basis = 'plan')
                and o.known_to = 'infinity'
                and o.status = 'reported'
                and o.organisation = p.organisation
                and o.indicator = r.indicator
                and o.basis = r.basis
                and o.period_year = t.year
                and o.period in (p.period, case when r.basis = 'plan' then left(p.period, 4) end)
        ) as known
    from place as p
    inner join relation_operand as r on p.relation = r.relation and p.version = r.version
    inner join core.period as t on p.period = t.period
    inner join shifted as w on p.period = w.period
),

standing as (
    select
        o.submission_no,
        o.relation,
        o.organisation,
        o.period,
        array_agg(distinct concat_ws(' ', o.at, o.indicator, o.basis)) filter (where not o.known) as lacking
    from operand as o
    group by o.submission_no, o.relation, o.organisation, o.period
),

broken as (
    select distinct
        i.submission_no,
        i.fields ->> 'relation' as relation,
        i.organisation,
        i.period
    from batch as b
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
