-- numbered within the submission as a reader meets them, the gravest first
insert into quality.issue (
    submission_id, number, rule, severity, responsibility, dimension, place, organisation, indicator, period, basis,
    observed, expected, difference, message, remedy, words, state, known_from
)
select
    s.submission_id,
    row_number() over (
        partition by s.submission_no
        order by
            array_position(array['critical', 'blocking', 'query', 'info'], i.severity),
            quality.reading_order(i.place),
            i.rule,
            i.organisation,
            i.indicator,
            i.period,
            i.basis,
            i.observed,
            i.issue_no
    ) as number,
    i.rule,
    i.severity,
    i.responsibility,
    i.dimension,
    i.place,
    i.organisation,
    i.indicator,
    i.period,
    i.basis,
    i.observed,
    i.expected,
    i.difference,
    i.message,
    i.remedy,
    i.words,
    i.state,
    %(known_from)s
from staging.issue as i
inner join staging.submission as s on i.run_id = s.run_id and i.submission_no = s.submission_no
where i.run_id = %(run_id)s;
