create view mart.period_issue as
select
    i.period,
    i.rule,
    i.severity,
    i.responsibility,
    i.dimension,
    i.organisation,
    o.name as organisation_name,
    i.indicator,
    n.name as indicator_name,
    i.basis,
    nullif(i.reporter, '') as reporter,
    nullif(i.form, '') as form,
    nullif(i.other_reporter, '') as other_reporter,
    nullif(i.other_form, '') as other_form,
    i.observed,
    i.expected,
    i.difference,
    i.message,
    i.remedy,
    i.state,
    i.raised_at,
    i.closed_at,
    i.raised_at as known_from,
    coalesce(i.closed_at, 'infinity') as known_to,
    d.approver as settled_by,
    d.reason as settled_reason,
    d.decided_at as settled_at
from quality.period_issue as i
left join quality.settlement as d
    on
        i.period = d.period
        and i.rule = d.rule
        and i.organisation = d.organisation
        and i.indicator = d.indicator
        and i.basis = d.basis
        and i.reporter = d.reporter
        and i.form = d.form
        and i.other_reporter = d.other_reporter
        and i.other_form = d.other_form
        and i.observed = d.observed
        and i.expected = d.expected
left join core.organisation as o on i.organisation = o.code
left join core.indicator as n on i.indicator = n.code
where
    core.is_staff(current_user)
    or (
        core.is_open(n.release)
        and not exists (
            select 1
            from core.withheld_now as s
            where i.organisation = s.organisation and i.indicator = s.indicator and i.period = s.period
        )
    );
comment on view mart.period_issue is
'what checks between sources and between levels found at publishing; it belongs to the period, and no verdict changes by it';
comment on column mart.period_issue.period is 'report period at which it was found';
comment on column mart.period_issue.rule is
'sources-differ, level-mismatch, maturity-differs, plan-differs, prose-differs-from-table or forms-disagree';
comment on column mart.period_issue.severity is 'query: needs a person to look; info: a remark';
comment on column mart.period_issue.responsibility is 'who must act: reviewer, county or department';
comment on column mart.period_issue.dimension is 'completeness, validity, consistency, accuracy, uniqueness or timeliness';
comment on column mart.period_issue.organisation is 'code of the organisation that the figure describes';
comment on column mart.period_issue.organisation_name is 'its name';
comment on column mart.period_issue.indicator is 'code of the indicator';
comment on column mart.period_issue.indicator_name is 'its name';
comment on column mart.period_issue.basis is 'basis, as in mart.figure_latest';
comment on column mart.period_issue.reporter is 'code of the organisation whose figure is shown; null where levels are compared';
comment on column mart.period_issue.form is 'code of its form';
comment on column mart.period_issue.other_reporter is 'code of the organisation that says otherwise; null where levels are compared';
comment on column mart.period_issue.other_form is 'code of its form';
comment on column mart.period_issue.observed is 'what the other source, the prose, or the sum of the parts gives';
comment on column mart.period_issue.expected is 'what it is compared with: the figure that is shown, the form''s, the upper level''s own';
comment on column mart.period_issue.difference is 'how far apart they are, in the same unit';
comment on column mart.period_issue.message is 'what was found, in words';
comment on column mart.period_issue.remedy is 'what to do, and by whom';
comment on column mart.period_issue.state is 'open, or closed since a publication found it no more';
comment on column mart.period_issue.raised_at is 'when a publication found it first';
comment on column mart.period_issue.closed_at is 'when a publication found it no more';
comment on column mart.period_issue.known_from is 'the same as raised_at: as of an instant hold those with known_from <= it < known_to';
comment on column mart.period_issue.known_to is 'closed_at, infinity while it is open';
comment on column mart.period_issue.settled_by is 'who looked at the difference and let it stand; null while nobody has. With other values it is another issue';
comment on column mart.period_issue.settled_reason is 'why';
comment on column mart.period_issue.settled_at is 'when';
