insert into quality.revalidation (known_from, catalogue_hash, approver, reason, period, rule, judged_again, voided)
values (
    %(known_from)s, %(catalogue)s, %(approver)s, %(reason)s, %(period)s, %(rule)s, %(judged_again)s, %(voided)s
);
