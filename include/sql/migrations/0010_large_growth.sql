-- beyond which growth of an indicator a reason is asked for
alter table core.indicator add column large_growth numeric not null default 50;
comment on column core.indicator.large_growth is 'rise or fall in % of a year, beyond which a reason is asked for';
