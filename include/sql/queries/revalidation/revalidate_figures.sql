-- what would become of each figure of a run that is judged and not loaded, beside the live one of the same reporter and form
select
    s.revalidates,
    n.place,
    n.organisation,
    n.indicator,
    n.period,
    n.basis,
    n.status,
    n.value,
    n.unit,
    n.disposition,
    f.value as live_value,
    o.sha256 = s.sha256 as live_is_own
from staging.loading_figure as n
inner join staging.submission as s on n.run_id = s.run_id and n.submission_no = s.submission_no
left join core.figure as f
    on
        f.known_to = 'infinity'
        and f.period_year = substring(n.period from '^\d{4}')::integer
        and n.organisation = f.organisation
        and n.indicator = f.indicator
        and n.period = f.period
        and n.basis = f.basis
        and n.reporter = f.reporter
        and n.form = f.form
left join raw.submission as o on f.submission_id = o.submission_id
where n.run_id = %(run_id)s and not n.candidate and not n.is_total
order by s.submission_no, n.figure_no;
