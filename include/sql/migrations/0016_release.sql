-- what readers may see: rollups of restricted indicators and of too few units are the county's own (the policies stand in
-- views/90_grants.sql, with the other rights)
alter table mart.rollup add column release text not null default 'public';
alter table mart.rollup add column suppressed boolean not null default false;
comment on column mart.rollup.release is 'public or internal; rows of restricted indicators are not shown to readers';
comment on column mart.rollup.suppressed is
'true where the value is withheld from readers: it comes from fewer units than the indicator''s min_units, or would give such a one away';
create index rollup_suppressed on mart.rollup (organisation, indicator, period) where suppressed;
alter table mart.rollup enable row level security;
