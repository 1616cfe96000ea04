-- of a file that was judged again because the rules changed only the last judgement counts, but for the faults that were the
-- rule's: they stay with the judgement that told them
create view mart.issue_summary as
select
    s.period,
    s.reporter,
    o.name as reporter_name,
    s.form,
    i.rule,
    i.severity,
    i.responsibility,
    i.dimension,
    count(*)::integer as issues,
    count(*) filter (where i.state = 'open')::integer as open_issues,
    count(*) filter (where i.state = 'explained')::integer as explained_issues,
    count(*) filter (where i.state = 'waived')::integer as waived_issues,
    count(*) filter (where i.state = 'void')::integer as void_issues,
    count(distinct i.submission_id)::integer as submissions,
    max(i.known_from) as last_found_at
from quality.issue as i
inner join raw.submission as s on i.submission_id = s.submission_id
left join core.organisation as o on s.reporter = o.code
where
    i.state = 'void'
    or not exists (
        select 1
        from raw.submission as again
        where again.revalidates = i.submission_id
    )
group by s.period, s.reporter, o.name, s.form, i.rule, i.severity, i.responsibility, i.dimension;
comment on view mart.issue_summary is 'how often each rule found something, how often that was explained, and how often the rule was wrong, by reporter, form and period';
comment on column mart.issue_summary.period is 'period of the submissions';
comment on column mart.issue_summary.reporter is 'code of the organisation that sent them';
comment on column mart.issue_summary.reporter_name is 'its name';
comment on column mart.issue_summary.form is 'code of their form';
comment on column mart.issue_summary.rule is 'code of the rule';
comment on column mart.issue_summary.severity is 'critical, blocking, query or info';
comment on column mart.issue_summary.responsibility is 'who must act: department, county, reviewer or system';
comment on column mart.issue_summary.dimension is 'completeness, validity, consistency, accuracy, uniqueness or timeliness';
comment on column mart.issue_summary.issues is 'faults found, in all attempts together, void ones too; each attempt as it was judged last';
comment on column mart.issue_summary.open_issues is 'of these, neither explained, waived nor void';
comment on column mart.issue_summary.explained_issues is 'of these, those that the department has given a reason for that was accepted';
comment on column mart.issue_summary.waived_issues is 'of these, those that a named superior has let pass until a day';
comment on column mart.issue_summary.void_issues is 'of these, those where the rule was wrong, not the report';
comment on column mart.issue_summary.submissions is 'submissions in which it was found';
comment on column mart.issue_summary.last_found_at is 'when it was found last';
