insert into staging.issue (
    run_id, submission_no, rule, severity, responsibility, dimension, place, organisation, indicator, period, basis,
    observed, expected, fields
)
values (
    %(run_id)s, %(submission_no)s, %(type)s, %(severity)s, %(responsibility)s, %(dimension)s, %(place)s, %(organisation)s,
    %(indicator)s, %(period)s, %(basis)s, %(observed)s, %(expected)s, jsonb_build_object('type', %(type)s, 'detail', %(detail)s, 'reason', %(reason)s)
);
