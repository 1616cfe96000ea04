-- a try that a restart of the server cut short is no failure of the file
alter table raw.arrival add column tried_at timestamptz;
comment on column raw.arrival.tried_at is 'when the last try began or was taken back; one from before the server''s start does not count';
