-- what differs from the last time this reporter gave the form: figure by figure, old and new (a target is a new version); nothing at
-- all; rows left out
with earlier as (
    select
        b.run_id,
        b.submission_no,
        b.reporter,
        b.form,
        b.period,
        b.sha256,
        max(r.submission_id) as submission_id
    from batch as b
    inner join raw.submission as r on b.reporter = r.reporter and b.form = r.form and b.period = r.period
    where r.verdict not in ('waiting', 'ignored')
    group by b.run_id, b.submission_no, b.reporter, b.form, b.period, b.sha256
),

-- the live submission sent again is a duplicate, which another rule says; what is judged again was sent once
fresh as (
    select e.*
    from earlier as e
    inner join staging.submission as s on e.run_id = s.run_id and e.submission_no = s.submission_no
    where
        s.revalidates is null
        and not exists (
            select 1
            from raw.submission as r
            where r.submission_id = e.submission_id and r.sha256 = e.sha256 and r.verdict <> 'returned'
        )
),

live as (
    select
        e.submission_no,
        c.organisation,
        c.indicator,
        c.period,
        c.basis,
        c.value,
        c.status,
        c.known_from
    from fresh as e
    inner join core.figure as c on e.reporter = c.reporter and e.form = c.form and c.known_to = 'infinity'
    where
        c.period = e.period
        or (
            c.basis = 'plan'
            and c.period = substr(e.period, 1, 4)
        )
),

given as (
    select distinct on (f.submission_no, f.organisation, f.indicator, f.period, f.basis) f.*
    from fresh as e
    inner join staging.figure as f on e.run_id = f.run_id and e.submission_no = f.submission_no
    where not f.is_total and not f.candidate and f.organisation is not null and f.indicator is not null
    order by f.submission_no asc, f.organisation asc, f.indicator asc, f.period asc, f.basis asc, (f.status = 'reported') desc, f.figure_no asc
),

changed as (
    select
        g.submission_no,
        g.place,
        g.organisation,
        g.indicator,
        g.period,
        g.basis,
        g.value as now_value,
        l.value as then_value,
        coalesce(trim_scale(g.value)::text, nullif(btrim(g.raw_text), ''), '空') as now_shown,
        coalesce(trim_scale(l.value)::text, '空') as then_shown
    from given as g
    inner join live as l
        on
            g.submission_no = l.submission_no
            and g.organisation = l.organisation
            and g.indicator = l.indicator
            and g.period = l.period
            and g.basis = l.basis
    where g.value is distinct from l.value
),

added as (
    select distinct g.submission_no
    from given as g
    where
        g.value is not null
        and not exists (
            select 1
            from live as l
            where
                l.submission_no = g.submission_no
                and l.organisation = g.organisation
                and l.indicator = g.indicator
                and l.period = g.period
                and l.basis = g.basis
        )
),

left_out as (
    select
        l.submission_no,
        count(*) as rows_kept,
        max(l.known_from) as since,
        string_agg(distinct i.name, '、' order by i.name) as names
    from live as l
    inner join core.indicator as i on l.indicator = i.code
    where
        l.status = 'reported'
        and not exists (
            select 1
            from given as g
            where
                g.submission_no = l.submission_no
                and g.organisation = l.organisation
                and g.indicator = l.indicator
                and g.period = l.period
                and g.basis = l.basis
        )
        and exists (
            select 1
            from given as g
            where g.submission_no = l.submission_no
        )
    group by l.submission_no
)

select
    c.submission_no,
    case
        when
            c.basis = 'plan' and c.now_value is not null and c.then_value is not null and exists (
                select 1
                from fresh as e
                inner join core.target_form as g on e.form = g.form
                where e.submission_no = c.submission_no and g.indicator = c.indicator
            )
            then 'plan-changed'
        else 'changed-from-last'
    end as type,
    null::text as severity,
    c.place,
    c.organisation,
    c.indicator,
    c.period,
    c.basis,
    c.now_shown as observed,
    c.then_shown as expected,
    trim_scale(abs(c.now_value - c.then_value))::text as difference,
    '{}'::jsonb as fields,
    '{}'::integer[] as holds
from changed as c
union all
select
    e.submission_no,
    case
        when
            exists (
                select 1
                from quality.issue as q
                where q.submission_id = e.submission_id and q.severity <> 'info' and q.responsibility = 'department' and q.state = 'open'
            )
            then 'submission-unchanged'
        else 'submission-repeated'
    end as type,
    null::text as severity,
    '' as place,
    null::text as organisation,
    null::text as indicator,
    e.period,
    null::text as basis,
    null::text as observed,
    null::text as expected,
    null::text as difference,
    '{}'::jsonb as fields,
    '{}'::integer[] as holds
from fresh as e
where
    exists (
        select 1 from given as g
        where g.submission_no = e.submission_no
    )
    and exists (
        select 1 from live as l
        where l.submission_no = e.submission_no
    )
    and not exists (
        select 1 from changed as c
        where c.submission_no = e.submission_no
    )
    and not exists (
        select 1 from added as a
        where a.submission_no = e.submission_no
    )
    and not exists (
        select 1 from left_out as o
        where o.submission_no = e.submission_no
    )
union all
select
    o.submission_no,
    'rows-kept' as type,
    null::text as severity,
    '' as place,
    null::text as organisation,
    null::text as indicator,
    null::text as period,
    null::text as basis,
    o.rows_kept::text as observed,
    to_char(o.since at time zone 'Asia/Shanghai', 'FMMM"月"FMDD"日"') as expected,
    null::text as difference,
    jsonb_build_object('detail', o.names) as fields,
    '{}'::integer[] as holds
from left_out as o
