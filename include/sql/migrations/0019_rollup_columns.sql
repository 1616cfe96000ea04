-- what a rollup says of itself beside its value: who masked, how much of the value before is covered, whether it is final,
-- of which figures it is made, how far the plan is behind the year, the place before
alter table core.indicator add column schedule numeric[];
comment on column core.indicator.schedule is 'the plan''s own schedule: how much of it is to be reached by the end of each month, in %; null: a twelfth a month';

alter table mart.rollup add column state text not null default 'provisional' check (state in ('provisional', 'final'));
alter table mart.rollup add column revision bigint;
alter table mart.rollup add column placeholders integer not null default 0;
alter table mart.rollup add column placeholder text[] not null default '{}';
alter table mart.rollup add column placeholder_names text[] not null default '{}';
alter table mart.rollup add column year_before_share numeric;
alter table mart.rollup add column previous_share numeric;
alter table mart.rollup add column progress_gap numeric;
alter table mart.rollup add column last_rank integer;
alter table mart.rollup add constraint rollup_placeholders check (placeholders = cardinality(placeholder));
alter table mart.rollup add constraint rollup_year_before_share check (year_before_share between 0 and 100);
alter table mart.rollup add constraint rollup_previous_share check (previous_share between 0 and 100);
comment on column mart.rollup.state is 'final once a person has made the period final, so that it stays as it is; else provisional';
comment on column mart.rollup.revision is
'revision of the figures that the publication has read, as in meta.publication: what finalising is bound to; null for rows published before there was one';
comment on column mart.rollup.placeholders is 'how many organisations owe the figure, or a term of it, and gave a placeholder (「××」) for it last';
comment on column mart.rollup.placeholder is
'their codes; each is among the missing too, or among the contested where an earlier figure stands';
comment on column mart.rollup.placeholder_names is 'their names, in the same order';
comment on column mart.rollup.year_before_share is
'over organisations: of the value of the same period of the year before, how many % those have that are in the value now; null where that cannot be told, such as where one that is missing has none';
comment on column mart.rollup.previous_share is
'over organisations: the same of the value of the period before, as it is published; null for cumulatives at the first period of a year';
comment on column mart.rollup.progress_gap is
'of plan_completion: points by which it is ahead of the plan''s schedule (100 x months / 12, or the indicator''s own), from unrounded values; below 0 it is behind';
comment on column mart.rollup.last_rank is 'its rank in the period before, as it is published; null where it had none';
comment on column mart.rollup.rank is
'place among the organisations of one kind under one parent that owe the row, 1 is best; only where all of them have it in full';
comment on column mart.rollup.ranked is 'how many were ranked';
