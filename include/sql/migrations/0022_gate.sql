-- what stands between a computed rollup and its publication: what it counts, publications that were stopped, and what people decided
alter table mart.rollup add column counted text[] not null default '{}';
comment on column mart.rollup.counted is 'codes of the organisations whose figure is in the value: of a sum over parts their own figures give it';

create table meta.stopped_publication (
    period text primary key,
    revision bigint not null,
    as_of timestamptz not null,
    catalogue_hash text not null,
    kind text not null check (kind in ('conservation', 'leap')),
    reasons text[] not null,
    stopped_at timestamptz not null
);
comment on table meta.stopped_publication is
'periods whose rollups stay as they are, because those that came out do not add up (conservation) or move by too much (leap), until a revision passes';

create table quality.passed_publication (
    period text not null,
    as_of timestamptz not null,
    catalogue_hash text not null,
    approver text not null,
    reason text not null,
    decided_at timestamptz not null,
    primary key (period, decided_at)
);
comment on table quality.passed_publication is
'stopped publications that a person let pass: the rollups of the period as of that instant under that catalogue, no others';

create table quality.reversion (
    period text not null,
    number integer,
    as_of timestamptz,
    catalogue_hash text,
    approver text not null,
    reason text not null,
    decided_at timestamptz not null,
    primary key (period, decided_at),
    check ((number is null) = (catalogue_hash is null))
);
comment on table quality.reversion is
'periods that a person put back to an earlier publication (number), and those where that was lifted (none); it holds until newer figures come';
