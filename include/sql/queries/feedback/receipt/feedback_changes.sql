-- figure by figure what this file and the one before it for the same report say differently, whatever became of either; where
-- the file before left a figure out, the one that this file replaced
with given as (
    select distinct on (u.submission_id, u.organisation, u.indicator, u.period, u.basis)
        u.submission_id,
        u.organisation,
        u.indicator,
        u.period,
        u.basis,
        u.place,
        u.value,
        coalesce(trim_scale(u.value)::text, nullif(btrim(u.raw_text), '')) as shown,
        u.reason in ('loaded', 'unchanged') as taken,
        u.known_from
    from quality.submitted_figure as u
    where
        u.submission_id in (%(submission_id)s, %(previous_id)s)
        and u.organisation is not null
        and u.indicator is not null
        and u.reason not in ('total', 'candidate', 'missing')
    order by
        u.submission_id asc,
        u.organisation asc,
        u.indicator asc,
        u.period asc,
        u.basis asc,
        (u.reason in ('loaded', 'unchanged')) desc,
        u.figure_no asc
),

own as (
    select
        s.submission_id,
        s.reporter,
        s.form
    from raw.submission as s
    where s.submission_id = %(submission_id)s
)

select
    new.organisation,
    new.indicator,
    new.period,
    new.basis,
    new.place,
    case when old.indicator is null then trim_scale(live.value)::text else old.shown end as old_text,
    new.shown as new_text,
    new.taken
from own
inner join given as new on own.submission_id = new.submission_id
left join given as old
    on
        old.submission_id = %(previous_id)s
        and new.organisation = old.organisation
        and new.indicator = old.indicator
        and new.period = old.period
        and new.basis = old.basis
left join core.figure as live
    on
        old.indicator is null
        and own.reporter = live.reporter
        and own.form = live.form
        and new.organisation = live.organisation
        and new.indicator = live.indicator
        and new.period = live.period
        and new.basis = live.basis
        and new.known_from = live.known_to
where
    case
        when old.indicator is null then live.value is distinct from new.value or (live.value is null and new.shown is not null)
        when old.value is null or new.value is null then old.shown is distinct from new.shown
        else old.value <> new.value
    end
order by new.organisation, new.indicator, new.period, new.basis;
