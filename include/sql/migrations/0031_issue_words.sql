-- what the fields of an issue's message say, so that whoever puts faults of one cause together takes no rendered text apart
alter table staging.issue add column words jsonb;
alter table quality.issue add column words jsonb;
comment on column quality.issue.words is
'the fields that its message names, as they are said there; null for an issue of before they were kept, and for one with a text of its own';
