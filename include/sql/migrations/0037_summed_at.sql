-- a flow that is reported by the period alone is part of every later cumulative of its year: when one was last spoken of is kept
-- apart, so that what else is said of January makes nothing of June stale.
alter table meta.period_touched add column summed_at timestamptz;
comment on column meta.period_touched.summed_at is
'the same of flows that a form asks for by the period alone (core.summed_flow): later periods of the year and of the next take their as_of from it; null where nothing was said of them';
update meta.period_touched set summed_at = touched_at;
