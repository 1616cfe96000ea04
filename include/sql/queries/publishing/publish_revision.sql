-- the revision that this snapshot sees: of the dirty period, else of its last publication, else none
select coalesce(
    (
        select d.revision
        from meta.dirty_period as d
        where d.period = %(period)s
    ),
    (
        select p.revision
        from meta.publication as p
        where p.period = %(period)s
    ),
    0
) as revision;
