-- reductions of a cumulative that the county announced (核减通知), entered once, each for the organisations it names
create table quality.reduction (
    reduction_id bigint generated always as identity primary key,
    document text not null,
    organisation text not null,
    indicator text not null,
    period text not null,
    registrar text not null,
    decided_at timestamptz not null,
    unique (decided_at, organisation)
);
comment on table quality.reduction is
'announced reductions: the cumulative of organisation and indicator may fall in period; for files that arrive from decided_at on';
create index reduction_of on quality.reduction (organisation, indicator, period);
