-- of a line of the journal that is read again nothing comes
insert into quality.finalisation (period, is_final, approver, reason, decided_at)
values (%(period)s, %(is_final)s, %(approver)s, %(reason)s, %(decided_at)s::timestamptz)
on conflict do nothing;
