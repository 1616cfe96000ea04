-- periods are those that somebody reported or figures exist for; a period nobody touched yet owes nothing here
create view mart.coverage as
with open_period as (
    select t.period
    from meta.period_touched as t
    union
    select s.period
    from raw.submission as s
    inner join core.period as p on s.period = p.period
    where s.verdict <> 'ignored'
),

expected as (
    select
        e.period,
        e.form,
        e.reporter,
        e.organisation,
        e.indicator,
        e.basis,
        case when e.basis = 'plan' then left(e.period, 4) else e.period end as kept_at
    from core.expected_figure(array(select o.period from open_period as o)) as e
),

answered as (
    select
        e.period,
        e.form,
        e.reporter,
        f.figure_id is not null as is_reported,
        f.figure_id is null and w.reason in ('held', 'ambiguous') as is_held,
        f.figure_id is not null and w.reason is not null as is_contested,
        e.organisation
    from expected as e
    left join core.figure as f
        on
            f.known_to = 'infinity'
            and f.status in ('reported', 'not_applicable')
            and f.period_year = left(e.period, 4)::integer
            and e.organisation = f.organisation
            and e.indicator = f.indicator
            and f.period = any(array[e.period, e.kept_at])
            and e.basis = f.basis
            and e.reporter = f.reporter
            and e.form = f.form
    left join core.waiting_figure as w
        on
            e.organisation = w.organisation
            and e.indicator = w.indicator
            and w.period = any(array[e.period, e.kept_at])
            and e.basis = w.basis
            and e.reporter = w.reporter
            and e.form = w.form
),

counted as (
    select
        a.period,
        a.form,
        a.reporter,
        count(*)::integer as expected,
        count(*) filter (where a.is_reported)::integer as reported,
        count(*) filter (where a.is_held)::integer as held,
        count(*) filter (where not a.is_reported and not coalesce(a.is_held, false))::integer as missing,
        count(*) filter (where a.is_contested)::integer as contested
    from answered as a
    group by a.period, a.form, a.reporter
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
comment on column mart.coverage.expected is 'figures that the form requires of it';
comment on column mart.coverage.reported is 'of these, figures that are live';
comment on column mart.coverage.held is 'of these, figures that were read and wait for correction, with nothing live';
comment on column mart.coverage.missing is 'of these, figures that are not there: not sent, masked, blank or unreadable';
comment on column mart.coverage.contested is 'of the reported ones, figures that a later file wanted to replace by one that is held';
comment on column mart.coverage.submissions is 'how often it was sent';
comment on column mart.coverage.last_received_at is 'when it was sent last';
comment on column mart.coverage.last_verdict is 'what the last one came to';
comment on column mart.coverage.is_complete is 'true if every required figure is live';
