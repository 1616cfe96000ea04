-- figures that were read and wait for a correction: the last word of that reporter and form on the key was no figure.
create view core.waiting_figure as
with last_word as (
    select distinct on (u.organisation, u.indicator, u.period, u.basis, s.reporter, s.form)
        u.organisation,
        u.indicator,
        u.period,
        u.basis,
        s.reporter,
        s.form,
        u.submission_id,
        u.reason,
        u.known_from
    from quality.unloaded_figure as u
    inner join raw.submission as s on u.submission_id = s.submission_id
    where
        u.reason in ('held', 'ambiguous', 'masked', 'missing', 'error', 'blank', 'unchanged')
        and u.organisation is not null
        and u.indicator is not null
        and u.period is not null
        and s.reporter is not null
        and s.form is not null
    order by
        u.organisation asc, u.indicator asc, u.period asc, u.basis asc, s.reporter asc, s.form asc,
        u.known_from desc, u.submission_id desc, array_position(array['unchanged', 'held', 'ambiguous'], u.reason) asc
)

select
    w.organisation,
    w.indicator,
    w.period,
    w.basis,
    w.reporter,
    w.form,
    w.submission_id,
    w.reason,
    w.known_from
from last_word as w
where
    w.reason <> 'unchanged'
    -- looked up for each by its key: a count is no join, which would read the figures of all years, and has no order for which the
    -- planner would walk through all figures of the year
    and (
        select count(*)
        from core.figure as f
        where
            f.known_to = 'infinity'
            and f.period_year = left(w.period, 4)::integer
            and f.organisation = w.organisation
            and f.indicator = w.indicator
            and f.period = w.period
            and f.basis = w.basis
            and f.reporter = w.reporter
            and f.form = w.form
            and f.known_from >= w.known_from
    ) = 0;
comment on view core.waiting_figure is
'keys whose last word was held, masked, missing, an error or an owed blank; a live figure of the same reporter and form is contested';
