-- of a line of the journal that is read again nothing comes
insert into quality.passed_publication (period, as_of, catalogue_hash, approver, reason, decided_at)
values (%(period)s, %(as_of)s::timestamptz, %(catalogue)s, %(approver)s, %(reason)s, %(decided_at)s::timestamptz)
on conflict do nothing;
