-- the figures of the period before under a new title: all flows that an organisation gives, the month's and those since january, are
-- what it gave then. a month that is not zero makes the cumulative rise, so that both can't stay: they are held, and with them all that
-- the organisation gives there but its plans. where the form asks for one of both, it may have happened, and is asked. three months
-- that are not zero at least, or five cumulatives with no month beside them: a quiet month, in which nothing rose, is none of these.
with compared as (
    select
        f.submission_no,
        f.organisation,
        f.period,
        f.figure_no,
        f.place,
        f.basis,
        f.value,
        p.past,
        i.kind = 'flow' and f.basis in ('current', 'cumulative') as tells,
        coalesce(f.value = p.value, false) as same
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    inner join core.indicator as i on f.indicator = i.code
    left join published_before as p
        on
            f.submission_no = p.submission_no
            and f.organisation = p.organisation
            and f.period = p.period
            and f.indicator = p.indicator
            and f.basis = p.basis
            and p.own
    where
        f.status = 'reported'
        and f.basis <> 'plan'
        and not f.is_total
        and not f.candidate
),

given as (
    select
        c.submission_no,
        c.organisation,
        c.period,
        max(c.past) as past,
        min(c.place) filter (where c.tells) as place,
        count(*) filter (where c.tells and c.value <> 0) as figures,
        count(*) filter (where c.tells and c.value <> 0 and c.basis = 'current') as months,
        count(*) filter (where c.tells and c.value <> 0 and c.basis = 'cumulative') as cumulatives,
        count(*) filter (where c.tells and c.basis = 'current') as all_months,
        array_agg(c.figure_no) as figure_numbers
    from compared as c
    group by c.submission_no, c.organisation, c.period
    having bool_and(c.same or c.value = 0 or not c.tells)
)

select
    g.submission_no,
    case when g.months >= 3 and g.cumulatives > 0 then 'period-repeated' else 'period-repeated-possible' end as type,
    null::text as severity,
    g.place,
    g.organisation,
    null::text as indicator,
    g.period,
    null::text as basis,
    g.figures::text as observed,
    g.past as expected,
    null::text as difference,
    '{}'::jsonb as fields,
    case when g.months >= 3 and g.cumulatives > 0 then g.figure_numbers else '{}'::integer[] end as holds
from given as g
where g.figures >= 5 and (g.months >= 3 or g.all_months = 0)
