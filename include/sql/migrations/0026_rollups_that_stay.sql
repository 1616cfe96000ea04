-- rollups are written where they differ only: what every publication of a period moves (as of when, of which revision, final or
-- not) is said once a period. mart.rollup becomes a view over both; readers see what they saw.
drop policy if exists loader_sees_all on mart.rollup;
drop policy if exists reader_sees_released on mart.rollup;
alter table mart.rollup disable row level security;
alter table mart.rollup set schema core;
-- what depends on these columns are views, which are made anew after every migration
alter table core.rollup drop column as_of cascade;
alter table core.rollup drop column revision cascade;
alter table core.rollup drop column state cascade;
comment on table core.rollup is 'published rollups without what all of a period have in common, see mart.rollup; a row is written when it changes';

-- computed under which catalogue, program and open periods: under others everything is worked out anew
alter table meta.publication add column made_under text;
comment on column meta.publication.made_under is
'digest of the catalogue, the program and the open periods by which all rollups of the period were worked out; null where they were not';

-- which indicators have changed: only these are worked out anew
alter table meta.dirty_period add column indicators text[];
comment on column meta.dirty_period.indicators is 'indicators of which something is new; null where it may be anything';

-- files are written once things come to rest: until then a period stays dirty for them alone
alter table meta.dirty_period add column rolled_up bigint;
alter table meta.dirty_period add column files_due_since timestamptz;
comment on column meta.dirty_period.rolled_up is 'the revision up to which rollups are there; the same as revision where only files are lacking';
comment on column meta.dirty_period.files_due_since is 'since when files are older than the rollups; null where they are not';

-- they ask for some indicators now; the ones before would stand beside them
drop function if exists core.rollup_row(text[]) cascade;
drop function if exists core.rollup_term(text[]) cascade;
drop function if exists core.period_value(text[]) cascade;
drop function if exists core.lifted_figure(text[]) cascade;
drop function if exists core.expected_figure(text[]) cascade;
drop function if exists core.inherited_plan(text[]) cascade;
