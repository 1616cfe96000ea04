-- what the form owes and the file does not have: whole organisations, whole columns, else the row.
-- a narrative only says so (a report without figures is a result); a nil report owes nothing, nor does one whose year is
-- a slip of the pen: nobody knows which version of the form it fills.
with judged as (
    select b.*
    from batch as b
    where
        not b.nil_report
        and exists (
            select 1
            from staging.figure as f
            where f.run_id = b.run_id and f.submission_no = b.submission_no and not f.is_total and not f.candidate
        )
        and not exists (
            select 1
            from staging.finding as n
            where
                n.run_id = b.run_id
                and n.submission_no = b.submission_no
                and n.rule in ('organisation-mismatch', 'period-mismatch', 'indicator-unnamed', 'file-empty')
                and coalesce(n.severity, 'critical') = 'critical'
        )
        and not exists (
            select 1
            from staging.finding as n
            where
                n.run_id = b.run_id
                and n.submission_no = b.submission_no
                and (
                    n.rule = 'form-not-in-force'
                    or (n.rule = 'period-future' and left(b.period, 4)::integer > extract(year from b.received_at) + 1)
                )
        )
),

given as (
    select distinct
        f.run_id,
        f.submission_no,
        f.organisation,
        f.indicator,
        f.period,
        f.basis
    from judged as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    where not f.is_total and not f.candidate
),

lacking as (
    select
        b.run_id,
        b.kind,
        b.form,
        b.submission_no,
        b.period as own_period,
        e.organisation,
        e.indicator,
        e.period,
        e.basis,
        exists(
            select 1
            from given as g
            where g.submission_no = e.submission_no and g.organisation = e.organisation
        ) as organisation_there,
        exists(
            select 1
            from given as g
            where g.submission_no = e.submission_no and g.organisation = e.organisation and g.indicator = e.indicator
        ) as row_there,
        exists(
            select 1
            from given as g
            where g.submission_no = e.submission_no and g.basis = e.basis and g.period = e.period
        ) as column_there
    from judged as b
    inner join staging.expected as e on b.run_id = e.run_id and b.submission_no = e.submission_no
    inner join core.indicator as i on e.indicator = i.code
    inner join core.period as p on e.period = p.period
    left join first_owed as fo on b.form = fo.form and e.indicator = fo.indicator
    where
        e.required
        and not exists (
            select 1
            from given as g
            where
                g.submission_no = e.submission_no
                and g.organisation = e.organisation
                and g.indicator = e.indicator
                and g.period = e.period
                and (
                    g.basis = e.basis
                    or (i.kind = 'stock' and e.basis in ('current', 'cumulative') and g.basis in ('current', 'cumulative'))
                    or (e.basis = 'current' and g.basis = 'cumulative' and p.last_month <= fo.month)
                )
        )
        -- last year's column under its own year (2023年1-9月) is the same period's value of last year
        and not exists (
            select 1
            from given as g
            where
                e.basis = 'prior_year'
                and g.submission_no = e.submission_no
                and g.organisation = e.organisation
                and g.indicator = e.indicator
                and g.period = p.year_before
                and g.basis in ('current', 'cumulative')
        )
),

left_out as (
    select distinct
        l.submission_no,
        l.own_period,
        l.organisation
    from lacking as l
    where not l.organisation_there and l.kind = 'table'
),

organisations as (
    select
        l.submission_no,
        l.own_period as period,
        string_agg(o.name, '、' order by o.code) as names
    from left_out as l
    inner join core.organisation as o on l.organisation = o.code
    group by l.submission_no, l.own_period
),

missing_columns as (
    select distinct
        l.submission_no,
        l.own_period as period,
        l.basis
    from lacking as l
    where l.row_there and not l.column_there and l.kind = 'table'
),

missing_rows as (
    select
        l.submission_no,
        l.kind,
        l.organisation,
        l.indicator,
        l.own_period as period,
        case when l.row_there then l.basis end as basis
    from lacking as l
    where (l.organisation_there or l.kind = 'narrative') and (l.column_there or not l.row_there)
    group by l.submission_no, l.kind, l.organisation, l.indicator, l.own_period, case when l.row_there then l.basis end
)

select
    o.submission_no,
    'organisation-not-listed' as type,
    null::text as severity,
    '' as place,
    null::text as organisation,
    null::text as indicator,
    o.period,
    null::text as basis,
    o.names as observed,
    null::text as expected,
    null::text as difference,
    '{}'::jsonb as fields,
    '{}'::integer[] as holds
from organisations as o
union all
select
    c.submission_no,
    'column-missing' as type,
    null::text as severity,
    '' as place,
    null::text as organisation,
    null::text as indicator,
    c.period,
    c.basis,
    null::text as observed,
    w.words as expected,
    null::text as difference,
    '{}'::jsonb as fields,
    '{}'::integer[] as holds
from missing_columns as c
inner join basis_words as w on c.basis = w.basis
union all
select
    r.submission_no,
    'indicator-missing' as type,
    case when r.kind = 'narrative' then 'info' end as severity,
    '' as place,
    r.organisation,
    r.indicator,
    r.period,
    r.basis,
    null::text as observed,
    null::text as expected,
    null::text as difference,
    '{}'::jsonb as fields,
    '{}'::integer[] as holds
from missing_rows as r
