-- how what an organisation left is divided among those that took it over, where the county says so
create table core.share (
    organisation text not null,
    heir text not null,
    indicator text not null default '',
    share numeric not null check (share > 0 and share <= 100),
    primary key (organisation, heir, indicator)
);
comment on table core.share is
'of an organisation that was split, how many % each of its heirs of today had of it; without indicator: of whatever has no share of its own';

alter table core.joined_rollup add column is_divided boolean not null default false;
