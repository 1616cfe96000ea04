with own as (
    select s.*
    from raw.submission as s
    where s.arrival_id = %(arrival_id)s
),

earlier as (
    select distinct on (own.submission_id)
        own.submission_id,
        previous.submission_id as previous_id,
        previous.received_at as previous_at
    from own
    inner join raw.submission as previous
        on
            own.reporter = previous.reporter
            and own.form = previous.form
            and own.period = previous.period
            and own.sequence > previous.sequence
            and previous.verdict not in ('waiting', 'ignored')
    order by own.submission_id asc, previous.sequence desc
),

-- on time is what arrived on time and stayed unchanged: a file that is judged again keeps its first arrival
first as (
    select
        own.submission_id,
        min(same.received_at) as received_at
    from own
    inner join raw.submission as same
        on own.reporter = same.reporter and own.form = same.form and own.period = same.period and own.sha256 = same.sha256
    group by own.submission_id
),

-- what was judged again on a decision of the county came by no drop (its arrival has no inode) and is no attempt
attempts as (
    select
        own.submission_id,
        bool_or(a.inode = 0 and sent.submission_id = own.submission_id) as judged_again,
        greatest(count(*) filter (where a.inode <> 0), 1) as attempt
    from own
    inner join raw.submission as sent
        on own.reporter = sent.reporter and own.form = sent.form and own.period = sent.period and own.sequence >= sent.sequence
    inner join raw.arrival as a on sent.arrival_id = a.arrival_id
    group by own.submission_id
),

loaded as (
    select
        f.submission_id,
        count(*) as loaded
    from core.figure as f
    where f.submission_id in (select own.submission_id from own)
    group by f.submission_id
),

unloaded as (
    select
        own.submission_id,
        count(*) filter (where u.reason in ('held', 'ambiguous') and u.submission_id = coalesce(own.duplicate_of, own.submission_id)) as held,
        count(*) filter (where u.reason = 'unchanged' and u.submission_id = own.submission_id) as unchanged
    from own
    inner join quality.unloaded_figure as u on u.submission_id in (own.submission_id, own.duplicate_of)
    group by own.submission_id
)

select
    own.submission_id,
    own.submission_no,
    own.file,
    own.sha256,
    own.kind,
    own.reporter,
    own.form,
    own.period,
    attempts.attempt,
    coalesce(attempts.judged_again, false) as judged_again,
    own.verdict,
    own.required,
    own.taken,
    own.known_from,
    coalesce(first.received_at, own.received_at) as first_received_at,
    twin.received_at as duplicate_received_at,
    twin.file as duplicate_file,
    earlier.previous_id,
    earlier.previous_at,
    coalesce(loaded.loaded, 0) + coalesce(unloaded.unchanged, 0) as loaded,
    coalesce(unloaded.held, 0) as held
from own
left join raw.submission as twin on own.duplicate_of = twin.submission_id and own.reporter = twin.reporter
left join earlier on own.submission_id = earlier.submission_id
left join attempts on own.submission_id = attempts.submission_id
left join first on own.submission_id = first.submission_id
left join loaded on own.submission_id = loaded.submission_id
left join unloaded on own.submission_id = unloaded.submission_id
order by own.submission_no;
