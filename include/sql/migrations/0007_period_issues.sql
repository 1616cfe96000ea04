-- what checks at publishing find: faults between sources and between levels, which are no single submission's
create table quality.period_issue (
    period_issue_id bigint generated always as identity primary key,
    period text not null,
    rule text not null,
    severity text not null check (severity in ('critical', 'blocking', 'query', 'info')),
    responsibility text not null,
    dimension text not null,
    organisation text not null,
    indicator text not null,
    basis text not null,
    reporter text not null default '',
    form text not null default '',
    other_reporter text not null default '',
    other_form text not null default '',
    observed text not null,
    expected text not null,
    difference text not null,
    message text not null,
    remedy text not null,
    state text not null default 'open' check (state in ('open', 'closed')),
    raised_at timestamptz not null,
    closed_at timestamptz,
    check ((state = 'closed') = (closed_at is not null)),
    unique (
        period, rule, organisation, indicator, basis, reporter, form, other_reporter, other_form, observed, expected, raised_at
    )
);
comment on table quality.period_issue is
'faults found at publishing, of a period and not of a submission: raised once, closed by the publication that finds them no more';
create unique index period_issue_open on quality.period_issue (
    period, rule, organisation, indicator, basis, reporter, form, other_reporter, other_form, observed, expected
)
where state = 'open';
