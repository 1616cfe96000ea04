select
    period,
    rule,
    organisation,
    indicator,
    basis,
    reporter,
    form,
    other_reporter,
    other_form,
    observed,
    expected,
    raised_at
from quality.period_issue
where state = 'open' and period = any(%(periods)s)
order by period_issue_id;
