-- what explanations and decisions are bound to (DESIGN §2): the figure and its value, the place only where there is no figure

alter table staging.explanation
add column answers_to text,
add column accepted boolean not null default true,
add column refusal text,
add column issue_id bigint,
add column answerable boolean,
add column rule text,
add column organisation text,
add column period text,
add column indicator text,
add column basis text,
add column value numeric,
add column issue_place text,
add column observed text;
comment on table staging.explanation is
'explanations as they came; from issue_id on they are bound by checking to the fault that they answer to, null where there is none';

alter table staging.issue
add column state text not null default 'open' check (state in ('open', 'explained', 'waived'));

alter table quality.explanation
alter column organisation drop not null,
add column label text,
add column observed text,
add column issue_id bigint references quality.issue (issue_id);
comment on table quality.explanation is
'reasons given, refused ones too: for the value (for place and observed where there is no figure) until lapsed_at';
create index explanation_of on quality.explanation (rule, indicator, organisation) where accepted and lapsed_at is null;

alter table quality.waiver
alter column organisation drop not null,
add column kind text not null default 'waiver' check (kind in ('waiver', 'standing')),
add column reporter text,
add column form text,
add column report_period text,
add column basis text,
add column value numeric,
add column place text,
add column observed text,
add unique (decided_at);
comment on table quality.waiver is
'decisions of a superior on faults of a report: a waiver lets a blocked value in, a standing reason answers a query of its rule in every period; both until valid_to, that day included';
create index waiver_of on quality.waiver (reporter, form, report_period);
