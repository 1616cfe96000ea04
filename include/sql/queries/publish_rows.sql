select
    period,
    organisation,
    organisation_name,
    indicator,
    indicator_name,
    basis,
    method,
    is_headline,
    value,
    unit,
    reported,
    expected,
    full_coverage,
    missing,
    missing_names,
    held,
    held_names,
    contested,
    rank,
    ranked,
    as_of,
    release,
    suppressed
from mart.rollup
where period = any(%(periods)s)
order by period, organisation, indicator, basis, method;
