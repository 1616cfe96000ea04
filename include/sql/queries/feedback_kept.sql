-- figures of the same reporter, form and period that were live when this submission was judged and that it leaves out
with own as (
    select
        s.submission_id,
        s.reporter,
        s.form,
        s.period,
        s.known_from
    from raw.submission as s
    where s.submission_id = %(submission_id)s
)

select
    f.organisation,
    f.indicator,
    f.basis,
    earlier.received_at,
    exists(
        select 1
        from quality.unloaded_figure as u
        where
            u.submission_id = own.submission_id
            and u.organisation = f.organisation
            and u.indicator = f.indicator
            and u.period = f.period
            and u.basis = f.basis
            and u.status <> 'missing'
    ) as contested
from own
inner join core.figure as f
    on
        own.reporter = f.reporter
        and own.form = f.form
        and own.period = f.period
        and f.known_from < own.known_from
        and f.known_to > own.known_from
inner join raw.submission as earlier on f.submission_id = earlier.submission_id
order by f.organisation, f.indicator, f.basis;
