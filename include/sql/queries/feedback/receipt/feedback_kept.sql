-- figures of the same reporter, form and period that were live when this submission was judged and that it did not give again;
-- contested where it gave something that could not be taken
with own as (
    select
        s.submission_id,
        s.reporter,
        s.form,
        s.period,
        s.known_from
    from raw.submission as s
    where
        s.submission_id = %(submission_id)s
        and s.verdict <> 'returned'
        and s.duplicate_of is null
),

given as (
    select
        u.organisation,
        u.indicator,
        u.period,
        u.basis,
        bool_or(u.reason in ('unchanged', 'repeated')) as same,
        bool_or(u.reason not in ('unchanged', 'repeated', 'missing', 'total', 'candidate')) as refused
    from quality.unloaded_figure as u
    where u.submission_id = %(submission_id)s
    group by u.organisation, u.indicator, u.period, u.basis
)

select
    f.organisation,
    f.indicator,
    f.period,
    f.basis,
    earlier.received_at,
    coalesce(given.refused, false) as contested
from own
-- over the reporter's earlier reports, which are few: a period has the figures of a whole county
inner join raw.submission as earlier
    on
        own.reporter = earlier.reporter
        and own.form = earlier.form
        and own.known_from > earlier.known_from
inner join core.figure as f
    on
        earlier.submission_id = f.submission_id
        and f.period_year = left(own.period, 4)::integer
        and own.reporter = f.reporter
        and own.form = f.form
        and own.period = f.period
        and own.known_from > f.known_from
        and own.known_from < f.known_to
left join given
    on
        f.organisation = given.organisation
        and f.indicator = given.indicator
        and f.period = given.period
        and f.basis = given.basis
where not coalesce(given.same, false)
order by f.organisation, f.indicator, f.basis;
