insert into meta.published (period, number, published_at, as_of, catalogue_hash, revision, reverts_to)
values (
    %(period)s, %(number)s, %(at)s::timestamptz, %(as_of)s::timestamptz, %(catalogue)s, %(revision)s, %(reverts_to)s::integer
);
