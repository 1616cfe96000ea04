-- files that were answered between two instants, each with the worst verdict of what is in it, and how long its department waited
with answered as (
    select
        a.arrival_id,
        a.sha256,
        a.state,
        extract(epoch from r.written_at - a.received_at) as seconds
    from quality.receipt as r
    inner join raw.arrival as a on r.arrival_id = a.arrival_id
    where
        r.written_at >= %(since)s
        and r.written_at < %(until)s
        and not exists (
            select 1
            from raw.submission as again
            where again.arrival_id = a.arrival_id and again.revalidates is not null
        )
),

judged as (
    select distinct on (n.arrival_id, s.file)
        n.arrival_id,
        s.file,
        s.verdict
    from answered as n
    inner join raw.submission as s on n.arrival_id = s.arrival_id
    order by
        n.arrival_id,
        s.file,
        array_position(
            array['returned', 'partially_accepted', 'accepted_with_queries', 'accepted', 'ignored', 'waiting'], s.verdict
        )
)

select
    n.arrival_id,
    n.sha256,
    n.seconds::float8 as seconds,
    case
        when j.verdict is not null then j.verdict
        when n.state = 'quarantined' then 'quarantined'
        else 'tried'
    end as verdict
from answered as n
left join judged as j on n.arrival_id = j.arrival_id
order by n.arrival_id, j.file;
