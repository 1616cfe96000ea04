-- a fault stands until its report is sent again, or until it turns out to be the rule's. what it says of values is the department's.
create view mart.fault as
select
    i.rule,
    i.severity,
    i.responsibility,
    i.dimension,
    i.state,
    s.submission_id,
    s.reporter,
    r.name as reporter_name,
    s.form,
    s.period as report_period,
    i.organisation,
    o.name as organisation_name,
    i.indicator,
    n.name as indicator_name,
    i.period,
    i.basis,
    i.known_from,
    coalesce(least(v.known_from, later.known_from), 'infinity') as known_to
from quality.issue as i
inner join raw.submission as s on i.submission_id = s.submission_id
left join quality.voided_issue as v on i.issue_id = v.issue_id
left join lateral (
    select min(l.known_from) as known_from
    from raw.submission as l
    where
        l.reporter = s.reporter
        and l.form = s.form
        and l.period = s.period
        and l.known_from > s.known_from
        and l.duplicate_of is null
        and l.verdict not in ('waiting', 'ignored')
) as later on true
left join core.organisation as r on s.reporter = r.code
left join core.organisation as o on i.organisation = o.code
left join core.indicator as n on i.indicator = n.code;
comment on view mart.fault is
'every fault found in what was submitted, with its history: as of an instant hold those with known_from <= it < known_to';
comment on column mart.fault.rule is 'the rule that found it';
comment on column mart.fault.severity is 'critical, blocking, query or info';
comment on column mart.fault.responsibility is 'who must act: department, reviewer, county or system';
comment on column mart.fault.dimension is 'completeness, validity, consistency, accuracy, uniqueness or timeliness';
comment on column mart.fault.state is 'as it is today: open, explained, waived, or void where the rule was wrong';
comment on column mart.fault.submission_id is 'the submission that it was found in, see mart.submission';
comment on column mart.fault.reporter is 'code of the organisation that submitted it; null if unknown';
comment on column mart.fault.reporter_name is 'its name';
comment on column mart.fault.form is 'code of the form';
comment on column mart.fault.report_period is 'latest period that the submission reports';
comment on column mart.fault.organisation is 'code of the organisation that the figure at fault describes; null where it is no figure''s';
comment on column mart.fault.organisation_name is 'its name';
comment on column mart.fault.indicator is 'code of the indicator';
comment on column mart.fault.indicator_name is 'its name';
comment on column mart.fault.period is 'period of the figure';
comment on column mart.fault.basis is 'basis, as in mart.figure_latest';
comment on column mart.fault.known_from is 'when it was told';
comment on column mart.fault.known_to is 'when the report was judged again, from another file or under a decision, or the fault became void; infinity while it stands';
