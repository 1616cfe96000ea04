-- the instant of this commit: later than every one before, given by the journal on replay
update core.clock set
    last_known_from = coalesce(
        %(replayed)s::timestamptz,
        greatest(%(now)s::timestamptz, last_known_from + interval '1 microsecond')
    )
where last_known_from < coalesce(%(replayed)s::timestamptz, 'infinity')
returning last_known_from;
