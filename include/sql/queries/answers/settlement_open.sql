-- issues of periods that nobody has settled; remarks ask for nothing
select
    i.period,
    i.rule,
    i.organisation,
    i.indicator,
    i.basis,
    i.reporter,
    i.form,
    i.other_reporter,
    i.other_form,
    i.observed,
    i.expected,
    i.severity,
    i.message,
    i.remedy,
    i.raised_at
from quality.period_issue as i
where
    i.state = 'open'
    and i.severity <> 'info'
    and not exists (
        select 1
        from quality.settlement as s
        where
            s.period = i.period
            and s.rule = i.rule
            and s.organisation = i.organisation
            and s.indicator = i.indicator
            and s.basis = i.basis
            and s.reporter = i.reporter
            and s.form = i.form
            and s.other_reporter = i.other_reporter
            and s.other_form = i.other_form
            and s.observed = i.observed
            and s.expected = i.expected
    )
order by i.period desc, i.rule asc, i.indicator asc, i.basis asc, i.organisation asc, i.period_issue_id asc;
