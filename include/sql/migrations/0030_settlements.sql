-- issues of a period that a person has settled: the one decision holds for what differed and by which values; with others it is
-- another issue, and open
create table quality.settlement (
    period text not null,
    rule text not null,
    organisation text not null,
    indicator text not null,
    basis text not null,
    reporter text not null,
    form text not null,
    other_reporter text not null,
    other_form text not null,
    observed text not null,
    expected text not null,
    approver text not null,
    reason text not null,
    decided_at timestamptz not null,
    primary key (
        period, rule, organisation, indicator, basis, reporter, form, other_reporter, other_form, observed, expected
    )
);
comment on table quality.settlement is 'differences between sources and levels that a person has looked at and let stand: who, why, since when';
