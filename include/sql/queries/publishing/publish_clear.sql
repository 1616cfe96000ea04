-- only if nothing was added since the snapshot was read
delete from meta.dirty_period
where
    period = %(period)s
    and revision = %(revision)s;
