-- only if nothing was added since the snapshot was read, or if files are all that is lacking
update meta.dirty_period set
    indicators = '{}',
    rolled_up = revision,
    files_due_since = coalesce(files_due_since, %(at)s)
where
    period = %(period)s
    and (revision = %(revision)s or rolled_up = revision);
