-- what a killed run has left in staging can be told from what a running one needs by its age alone: no run takes a day.
alter table staging.submission add column staged_at timestamptz not null default now();
comment on column staging.submission.staged_at is 'when the run wrote it';
