-- names that the catalogue lacks, a row for each number that waits for one; a rebuild enters those of earlier files
create unlogged table staging.unmatched (
    run_id text not null,
    submission_no integer not null,
    unmatched_no integer not null,
    kind text not null,
    name text not null,
    place text not null,
    unit text,
    basis text,
    indicator text,
    primary key (run_id, submission_no, unmatched_no)
);

create table quality.unmatched (
    submission_id bigint not null references raw.submission (submission_id),
    unmatched_no integer not null,
    kind text not null check (kind in ('indicator', 'organisation', 'header', 'unit', 'measure')),
    name text not null,
    place text not null,
    unit text,
    basis text,
    indicator text,
    known_from timestamptz not null,
    primary key (submission_id, unmatched_no)
);
comment on table quality.unmatched is 'names in reports that the catalogue lacks, and where the numbers stand that wait for them';

create table quality.left_waiting (
    submission_id bigint not null references raw.submission (submission_id),
    catalogue_hash text not null,
    noted_at timestamptz not null,
    primary key (submission_id, catalogue_hash)
);
comment on table quality.left_waiting is
'reports whose names this catalogue knows and that it would judge no better: a person decides (revalidate)';

create table meta.proposal (
    number integer generated always as identity primary key,
    kind text not null,
    name text not null,
    nearest text,
    nearest_name text,
    file text,
    line text,
    more text[] not null default '{}',
    wanted text,
    catalogue_hash text not null,
    unique (kind, name)
);
comment on table meta.proposal is
'the lines of the catalogue that would let in what waits for a name; made anew for each catalogue, a name keeps its number';
