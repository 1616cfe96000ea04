-- rollups of periods before a merger, for those that were merged as one: by the boundaries that the catalogue ends with
create table core.joined_rollup (
    period text not null,
    organisation text not null,
    indicator text not null,
    basis text not null,
    value numeric,
    unit text not null,
    reported integer not null,
    expected integer not null,
    missing text[] not null,
    held text[] not null,
    members text[] not null,
    primary key (period, organisation, indicator, basis)
);
comment on table core.joined_rollup is
'what the organisations that one has taken over gave together, for periods before that; worked out when the period is published';
