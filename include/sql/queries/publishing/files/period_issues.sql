select
    period,
    state,
    severity,
    responsibility,
    organisation,
    organisation_name,
    indicator_name,
    basis,
    message,
    remedy,
    raised_at,
    closed_at
from mart.period_issue
where period = any(%(periods)s)
order by
    period asc, state desc, severity desc, rule asc, organisation asc, indicator asc, raised_at asc, other_reporter asc, other_form asc;
