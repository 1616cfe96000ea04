create schema if not exists meta;
comment on schema meta is 'what the system knows of itself: migrations, catalogues, periods to publish';

create table if not exists meta.migration (
    number integer primary key,
    name text not null,
    sha256 text not null,
    applied_at timestamptz not null default now()
);
comment on table meta.migration is 'migrations applied, with the checksum of the file as it was applied';

create table if not exists meta.view_file (
    name text primary key,
    sha256 text not null,
    applied_at timestamptz not null default now()
);
comment on table meta.view_file is 'repeatable files (views, functions, grants) with the checksum last applied';
