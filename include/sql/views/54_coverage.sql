-- what each reporter owes in the forms of one period, and how much of it is there: of one, so that who asks for a period reads the
-- figures of no other
create function core.period_coverage(asked text)
returns table (
    form text,
    reporter text,
    expected integer,
    reported integer,
    held integer,
    missing integer,
    contested integer
)
language sql
stable
-- mart.coverage asks it on behalf of readers, who may not enter core
security definer
set search_path = pg_catalog, pg_temp
rows 300
set enable_nestloop = off
-- texts are compared by the rules of a language: to sort by five of them takes longer than all else
set enable_mergejoin = off
set jit = off
as $$
with expected as materialized (
    select e.*
    from core.expected_figure(array[asked]) as e
),

-- where a form's figure is kept: at its period; January to date at the last month (PRACTICE, Figures); the plan at its year
kept as materialized (
    select
        p.year,
        i.period as kept_at,
        i.frequency = 'year' and p.months < 12 as is_plan
    from core.period as p
    inner join core.period as i
        on
            p.year = i.year
            and (p.period = i.period or (p.last_month = i.last_month and i.months = 1) or i.frequency = 'year')
    where p.period = asked
),

live as materialized (
    select
        f.organisation,
        f.indicator,
        f.period,
        f.basis,
        f.reporter,
        f.form,
        f.status,
        f.value
    from core.figure as f
    where
        f.known_to = 'infinity'
        and f.status in ('reported', 'not_applicable')
        and f.period_year between (select min(k.year) from kept as k) and (select max(k.year) from kept as k)
        and f.period = any(array(select k.kept_at from kept as k))
),

waiting as materialized (
    select
        w.organisation,
        w.indicator,
        w.period,
        w.basis,
        w.reporter,
        w.form,
        w.reason
    from core.waiting_figure as w
    where w.period = any(array(select k.kept_at from kept as k))
),

-- a rate over a base of zero or less has no value that anybody could give
no_base as materialized (
    select
        f.organisation,
        f.indicator,
        f.period,
        case f.basis
            when 'prior_year' then 'growth_rate'
            when 'current_prior_year' then 'current_growth_rate'
            else 'plan_completion'
        end as basis,
        f.reporter,
        f.form
    from live as f
    where f.status = 'reported' and f.value <= 0 and f.basis in ('prior_year', 'current_prior_year', 'plan')
),

-- what all that an heir took over in the year were to reach, it is to reach
set_before as materialized (
    select
        e.organisation,
        e.indicator,
        e.reporter,
        e.form,
        k.kept_at,
        bool_and(t.period is not null) as is_set_for_all
    from expected as e
    cross join kept as k
    inner join core.succession as s on e.organisation = s.heir and s.ended >= make_date(k.year, 1, 1)
    inner join core.organisation as o
        on s.organisation = o.code and coalesce(o.valid_from, '-infinity') <= make_date(k.year, 1, 1)
    left join live as t
        on
            s.organisation = t.organisation
            and e.indicator = t.indicator
            and k.kept_at = t.period
            and t.basis = 'plan'
            and t.status = 'reported'
            and e.reporter = t.reporter
            and e.form = t.form
    where e.basis = 'plan'
    group by e.organisation, e.indicator, e.reporter, e.form, k.kept_at
),

answered as (
    select
        e.form,
        e.reporter,
        bool_or(f.period is not null or coalesce(h.is_set_for_all, false)) as is_reported,
        bool_or(b.period is not null) as is_excused,
        bool_or(coalesce(w.reason in ('held', 'ambiguous'), false)) as is_held,
        bool_or(w.reason is not null) as is_waiting
    from expected as e
    inner join kept as k on e.basis = 'plan' or not k.is_plan
    left join live as f
        on
            e.organisation = f.organisation
            and e.indicator = f.indicator
            and k.kept_at = f.period
            and e.basis = f.basis
            and e.reporter = f.reporter
            and e.form = f.form
    left join no_base as b
        on
            e.organisation = b.organisation
            and e.indicator = b.indicator
            and k.kept_at = b.period
            and e.basis = b.basis
            and e.reporter = b.reporter
            and e.form = b.form
    left join set_before as h
        on
            e.basis = 'plan'
            and e.organisation = h.organisation
            and e.indicator = h.indicator
            and k.kept_at = h.kept_at
            and e.reporter = h.reporter
            and e.form = h.form
    left join waiting as w
        on
            e.organisation = w.organisation
            and e.indicator = w.indicator
            and k.kept_at = w.period
            and e.basis = w.basis
            and e.reporter = w.reporter
            and e.form = w.form
    group by e.form, e.reporter, e.organisation, e.indicator, e.basis
)

select
    a.form,
    a.reporter,
    count(*)::integer as expected,
    count(*) filter (where a.is_reported)::integer as reported,
    count(*) filter (where a.is_held and not a.is_reported)::integer as held,
    count(*) filter (where not a.is_reported and not a.is_held)::integer as missing,
    count(*) filter (where a.is_reported and a.is_waiting)::integer as contested
from answered as a
where a.is_reported or a.is_held or not a.is_excused
group by a.form, a.reporter
$$;
comment on function core.period_coverage(text) is 'what each reporter owes in the forms of a period, and how much of it is there';

-- periods are those that somebody reported or figures exist for, with the longer ones that end with them; a period nobody
-- touched yet owes nothing here
create view mart.coverage as
with open_period as (
    select o.period
    from core.open_period as o
    union
    select s.period
    from raw.submission as s
    inner join core.period as p on s.period = p.period
    where s.verdict <> 'ignored'
),

counted as (
    select
        o.period,
        c.*
    from open_period as o
    cross join lateral core.period_coverage(o.period) as c
)

select
    c.period,
    c.form,
    v.title as form_title,
    c.reporter,
    o.name as reporter_name,
    c.expected,
    c.reported,
    c.held,
    c.missing,
    c.contested,
    s.submissions,
    s.last_received_at,
    s.last_verdict,
    c.reported = c.expected as is_complete
from counted as c
left join core.organisation as o on c.reporter = o.code
left join lateral (
    select form.title
    from core.form as form
    where form.code = c.form
    order by form.version desc
    limit 1
) as v on true
left join lateral (
    select
        count(*)::integer as submissions,
        max(sent.received_at) as last_received_at,
        (array_agg(sent.verdict order by sent.sequence desc))[1] as last_verdict
    from raw.submission as sent
    where
        sent.reporter = c.reporter
        and sent.form = c.form
        and sent.period = c.period
        and sent.sequence is not null
) as s on true;
comment on view mart.coverage is 'what each reporter owes in each form and period, and how much of it is there';
comment on column mart.coverage.period is 'report period that the form comes at';
comment on column mart.coverage.form is 'code of the form';
comment on column mart.coverage.form_title is 'its title';
comment on column mart.coverage.reporter is 'code of the organisation that owes it';
comment on column mart.coverage.reporter_name is 'its name';
comment on column mart.coverage.expected is 'figures that the form requires of it; not a rate over a base of zero or less, which has no value';
comment on column mart.coverage.reported is 'of these, figures that are live; the target of an heir also where all before it had theirs';
comment on column mart.coverage.held is 'of these, figures that were read and wait for correction, with nothing live';
comment on column mart.coverage.missing is 'of these, figures that are not there: not sent, masked, blank or unreadable';
comment on column mart.coverage.contested is 'of the reported ones, figures that a later file wanted to replace by one that is held';
comment on column mart.coverage.submissions is 'how often it was sent';
comment on column mart.coverage.last_received_at is 'when it was sent last';
comment on column mart.coverage.last_verdict is 'what the last one came to';
comment on column mart.coverage.is_complete is 'true if every required figure is live';
