-- files over which our own code fails: returned, set apart and shown to the engineer, never tried for ever.
alter table raw.arrival drop constraint arrival_state_check;
alter table raw.arrival add constraint arrival_state_check check (state in ('received', 'judged', 'quarantined'));
comment on column raw.arrival.attempts is 'tries that began: counted before each, taken back if something else than the file ended it';
comment on column raw.arrival.last_error is 'what was raised and where, of an arrival that was given up; null for all others';
create index arrival_given_up on raw.arrival (received_at) where last_error is not null;

-- a path may be longer than a row of an index: which file lies where is told by its inode
drop index raw.arrival_in_inbox;
create index arrival_in_inbox on raw.arrival (device, inode) where removed_at is null;

alter table quality.receipt
add column attempts integer not null default 0,
add column last_error text;
comment on column quality.receipt.attempts is 'writings that began and came to no end';
comment on column quality.receipt.last_error is 'why it could not be written the last time';
