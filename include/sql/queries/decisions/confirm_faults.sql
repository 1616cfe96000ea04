-- the open faults that the first figure of a judged run has a part in: what would hold it in a file first
with told as (
    select
        i.issue_no,
        i.rule,
        i.severity,
        i.message,
        coalesce(
            1 = any(i.holds)
            or (
                i.organisation = f.organisation and i.indicator = f.indicator and i.period = f.period and i.basis = f.basis
            ),
            false
        ) as is_about,
        coalesce(i.fields -> 'figures' @> '1'::jsonb, false) as takes_part
    from staging.issue as i
    inner join staging.figure as f on i.run_id = f.run_id and i.submission_no = f.submission_no
    where i.run_id = %(run_id)s and f.figure_no = 1 and i.state = 'open' and i.severity <> 'info'
)

select
    t.rule,
    t.severity,
    t.message,
    t.is_about and t.severity in ('critical', 'blocking') as holds
from told as t
where t.is_about or t.takes_part
order by
    (t.is_about and t.severity in ('critical', 'blocking')) desc,
    array_position(array['critical', 'blocking', 'query'], t.severity) asc,
    t.issue_no asc;
