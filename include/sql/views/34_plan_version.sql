-- the county's target forms, and each plan with its versions: a plan that changes after its month and within its year is a new
-- version, valid from then on; a change within the month of the one before, or after the year, corrects it.
create view core.target_form as
select distinct
    f.code as form,
    r.indicator
from core.form as f
inner join core.form_row as r on f.code = r.form and f.version = r.version
where f.frequency = 'year' and r.basis = 'plan';
comment on view core.target_form is 'forms of a year that set plans: their word counts, a plan column elsewhere only checks';

create view core.plan_version as
with given as (
    select
        f.period_year,
        f.organisation,
        f.indicator,
        f.period,
        f.reporter,
        f.form,
        f.value,
        f.digit_weight,
        f.known_from,
        (f.known_from at time zone 'Asia/Shanghai')::date as known_on,
        lag((f.known_from at time zone 'Asia/Shanghai')::date) over versions as known_before,
        p.last_day
    from core.figure as f
    inner join core.period as p on f.period = p.period
    where f.basis = 'plan' and f.status = 'reported'
    window versions as (
        partition by f.period_year, f.organisation, f.indicator, f.period, f.reporter, f.form
        order by f.known_from
    )
),

numbered as (
    select
        g.*,
        count(*) filter (
            where g.known_on <= g.last_day and date_trunc('month', g.known_on) > date_trunc('month', g.known_before)
        ) over (
            partition by g.period_year, g.organisation, g.indicator, g.period, g.reporter, g.form
            order by g.known_from
        ) as version
    from given as g
)

select distinct on (n.period_year, n.organisation, n.indicator, n.period, n.reporter, n.form, n.version)
    n.period_year,
    n.organisation,
    n.indicator,
    n.period,
    n.reporter,
    n.form,
    n.version,
    n.value,
    n.digit_weight,
    case
        when n.version > 0
            then min(n.known_on) over (
                partition by n.period_year, n.organisation, n.indicator, n.period, n.reporter, n.form, n.version
            )
    end as valid_from,
    n.known_on as given_on,
    n.known_from as given_at
from numbered as n
order by
    n.period_year asc, n.organisation asc, n.indicator asc, n.period asc, n.reporter asc, n.form asc, n.version asc,
    n.known_from desc;
comment on view core.plan_version is
'plans by version, counted from 0; one holds for periods that end on valid_from or later, the first (null) for all before the second; given_on is when it was last put right, given_at the instant';
