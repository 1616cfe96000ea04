-- what a submission that is judged again gave before and may give no more: its live row ends, and nothing takes its place.
-- a figure is a submission's own if the row came by the same bytes of the same report. a run that judges nothing again, as
-- nearly all do, is told so first and costs nothing
update core.figure set known_to = %(known_from)s
from staging.loading_figure as n
inner join staging.submission as s on n.run_id = s.run_id and n.submission_no = s.submission_no
inner join raw.submission as o
    on s.reporter = o.reporter and s.form = o.form and s.period = o.period and s.sha256 = o.sha256
where
    exists (
        select 1
        from staging.submission as any_again
        where any_again.run_id = %(run_id)s and any_again.revalidates is not null
    )
    and n.run_id = %(run_id)s
    and s.revalidates is not null
    and n.disposition in ('held', 'ambiguous', 'returned', 'unidentified')
    and core.figure.known_to = 'infinity'
    and core.figure.submission_id = o.submission_id
    and core.figure.period_year = substring(n.period from '^\d{4}')::integer
    and core.figure.organisation = n.organisation
    and core.figure.indicator = n.indicator
    and core.figure.period = n.period
    and core.figure.basis = n.basis
    and core.figure.reporter = n.reporter
    and core.figure.form = n.form;
