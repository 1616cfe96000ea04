-- what people are told beside their receipts: reminders, escalations, alerts. neither arises from archive and journal alone (the
-- clock and the machine have their part), so a rebuild takes it over
-- as it is: nobody is told again because the warehouse was rebuilt.
comment on table core.due_report is
'reports that are owed and when each is due: of published periods, and of those that are due since the system began';

create table meta.message (
    message_id bigint generated always as identity primary key,
    kind text not null check (kind in ('reminder', 'escalation', 'alert')),
    about text not null default '',
    day date not null,
    channel text not null,
    address text not null,
    recipient text not null,
    organisations text[] not null default '{}',
    reports text[] not null default '{}',
    subject text not null,
    content text not null,
    raised_at timestamptz not null,
    state text not null check (state in ('waiting', 'sending', 'sent', 'failed', 'uncertain', 'expired', 'unreachable')),
    attempts integer not null default 0,
    tried_at timestamptz,
    next_try_at timestamptz not null,
    sent_at timestamptz,
    last_error text
);
comment on table meta.message is
'everything that was to be told to somebody; day is the county''s, reports are form/period/reporter, about is the alert''s code and what it is about';
comment on column meta.message.state is
'waiting: to be sent, or tried again at next_try_at; sending: a process has it in hand; sent; failed: refused for good, or too often; uncertain: handed over without an answer, and not sent again; expired: its day went by; unreachable: contacts.csv has no address for it';
-- nobody is told the same thing twice a day
create unique index message_once on meta.message (kind, day, channel, address) where kind in ('reminder', 'escalation');
create index message_due on meta.message (next_try_at) where state in ('waiting', 'sending');
create index message_about on meta.message (about, raised_at) where kind = 'alert';
create index message_reports on meta.message using gin (reports);

create table meta.reminder_note (
    organisation text not null,
    day date not null,
    folder text not null,
    name text not null,
    content text not null,
    raised_at timestamptz not null,
    written_at timestamptz,
    path text,
    attempts integer not null default 0,
    last_error text,
    primary key (organisation, day)
);
comment on table meta.reminder_note is 'reminders for the outbox, one a day and organisation: raised with the messages, written after the commit';
create index reminder_note_unwritten on meta.reminder_note (day) where written_at is null;

create table meta.beat (
    name text primary key,
    at timestamptz not null
);
comment on table meta.beat is 'when a part of the system was last seen at work: ingest, chase, watch';
