-- whether it is time for the files of a period: nothing waits to be judged, or they are due for so long
select
    not exists (
        select 1
        from raw.arrival as a
        where a.state = 'received'
    )
    or exists (
        select 1
        from meta.dirty_period as d
        where d.period = %(period)s and d.files_due_since <= now() - make_interval(secs => %(seconds)s)
    ) as is_time;
