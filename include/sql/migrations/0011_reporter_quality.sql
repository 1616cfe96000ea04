-- when each report is due, past weekends and holidays, which SQL doesn't know; entered by the publication of the period
create table core.due_report (
    reporter text not null,
    form text not null,
    period text not null,
    due_at timestamptz not null,
    primary key (period, form, reporter)
);
comment on table core.due_report is 'reports owed in a published period and when each is due';

create table core.scoring (
    measure text primary key,
    weight numeric not null,
    cap numeric
);
comment on table core.scoring is 'what one unit of a measure of a reporter costs, and how much all of it at most, in points';
