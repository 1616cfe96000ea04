-- what was published, as it was published: every publication of a period, the rollups with their history, what they restated.
create table meta.published (
    period text not null,
    number integer not null check (number > 0),
    published_at timestamptz not null,
    as_of timestamptz,
    catalogue_hash text not null,
    revision bigint not null,
    reverts_to integer,
    primary key (period, number),
    unique (period, published_at)
);
comment on table meta.published is
'every publication of every period, counted from 1; reverts_to is the publication that was put back, null where rollups were computed';

-- content is the row of mart.rollup without as_of, which every publication moves: so a column that is added later needs nothing here
create table core.rollup_version (
    period text not null,
    organisation text not null,
    indicator text not null,
    basis text not null,
    method text not null,
    content jsonb not null,
    known_from timestamptz not null,
    known_to timestamptz not null default 'infinity',
    primary key (period, organisation, indicator, basis, method, known_from),
    check (known_from < known_to)
);
comment on table core.rollup_version is
'every published rollup with its history; half-open [known_from, known_to); a row that a publication left as it was keeps its version';
create unique index rollup_version_live on core.rollup_version (period, organisation, indicator, basis, method)
where known_to = 'infinity';
create index rollup_version_ended on core.rollup_version (period, known_to);
create index rollup_version_begun on core.rollup_version (period, known_from);
create index rollup_version_suppressed on core.rollup_version (organisation, indicator, period)
where (content ->> 'suppressed')::boolean;

create table core.restatement (
    period text not null,
    organisation text not null,
    indicator text not null,
    basis text not null,
    is_own boolean not null,
    restated_at timestamptz not null,
    method text not null,
    unit text not null,
    old_value numeric not null,
    new_value numeric,
    old_reported integer not null,
    new_reported integer not null,
    nature text not null check (nature in ('completed', 'corrected', 'withdrawn', 'reverted')),
    cause text not null check (cause in ('submission', 'decision', 'catalogue', 'revert', 'computation')),
    why text not null,
    arrivals text[] not null,
    primary key (period, organisation, indicator, basis, is_own, restated_at)
);
comment on table core.restatement is 'every published value that a later publication changed or took back, with what it came of';
create index restatement_arrivals on core.restatement using gin (arrivals);

create index submission_known on raw.submission (known_from);
