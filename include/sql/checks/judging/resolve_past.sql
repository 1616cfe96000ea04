-- what was published before for each organisation and period of the run. of several sources the one of the same reporter and form
-- is taken, else the same form, else the form's priority, then the organisation's own report. an organisation that others were
-- merged into by the end of its period sums theirs, and only where each gave one; a split one is not divided. a zero out of
-- season is none.
insert into staging.past_figure (
    run_id, submission_no, organisation, period, at, past, indicator, basis, value, digit_weight, coarsest, own
)
with subject as materialized (
    select distinct
        b.submission_no,
        b.reporter,
        b.form,
        f.organisation,
        f.period
    from staging.submission as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    where b.run_id = %(run_id)s and f.organisation is not null and f.period is not null
),

wanted as materialized (
    select
        s.*,
        a.at,
        case a.at
            when 'previous' then core.previous_period(s.period)
            when 'year_before' then core.year_before(s.period)
            when 'annual' then left(s.period, 4)
            else s.period
        end as past
    from subject as s
    inner join (values ('previous'), ('year_before'), ('annual'), ('same')) as a (at)
        on
            a.at in ('previous', 'year_before')
            or exists (
                select 1
                from rule.operand as r
                where r.form = s.form and ((a.at = 'annual' and r.basis = 'plan') or (a.at = 'same' and r.elsewhere))
            )
),

lineage as materialized (
    select
        w.submission_no,
        w.reporter,
        w.form,
        w.organisation,
        w.period,
        w.at,
        w.past,
        t.year,
        t.last_month,
        o.code as source,
        count(*) over (partition by w.submission_no, w.organisation, w.period, w.at) as sources
    from wanted as w
    inner join core.period as t on w.past = t.period
    inner join core.period as n on w.period = n.period
    inner join core.organisation as o
        on
            w.organisation = o.code
            or (w.organisation = any(o.successor) and cardinality(o.successor) = 1 and n.last_day > o.valid_to)
    where (o.valid_from is null or o.valid_from <= t.last_day) and (o.valid_to is null or o.valid_to >= t.last_day)
),

best as (
    select distinct on (l.submission_no, l.organisation, l.period, l.at, l.source, c.indicator, c.basis)
        l.submission_no,
        l.organisation,
        l.period,
        l.at,
        l.past,
        l.source,
        l.sources,
        c.indicator,
        c.basis,
        c.value,
        c.digit_weight,
        c.reporter = l.reporter or (c.reporter = c.organisation and l.reporter = l.organisation) as own
    from lineage as l
    inner join core.figure as c on l.source = c.organisation and l.past = c.period and l.year = c.period_year
    where
        c.known_to = 'infinity'
        and c.status = 'reported'
        and (
            c.value <> 0
            or not exists (
                select 1
                from core.off_season as o
                where o.form = c.form and o.indicator = c.indicator and o.month = l.last_month
            )
        )
        and (
            l.at in ('previous', 'year_before')
            or exists (
                select 1
                from rule.operand as r
                where r.form = l.form and r.indicator = c.indicator and r.basis = c.basis
            )
        )
    order by
        l.submission_no asc,
        l.organisation asc,
        l.period asc,
        l.at asc,
        l.source asc,
        c.indicator asc,
        c.basis asc,
        (c.reporter = l.reporter and c.form = l.form) desc,
        (c.form = l.form) desc,
        (
            select min(p.priority)
            from core.form as p
            where p.code = c.form
        ) asc,
        (c.reporter = c.organisation) desc,
        c.figure_id desc
)

select
    %(run_id)s,
    b.submission_no,
    b.organisation,
    b.period,
    b.at,
    b.past,
    b.indicator,
    b.basis,
    case when count(*) = min(b.sources) then sum(b.value) end as value,
    sum(b.digit_weight) as digit_weight,
    max(b.digit_weight) as coarsest,
    coalesce(bool_and(b.own), false) as own
from best as b
group by b.submission_no, b.organisation, b.period, b.at, b.past, b.indicator, b.basis;
