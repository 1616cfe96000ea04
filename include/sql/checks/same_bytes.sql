-- bytes that came before: the reporter's live submission again (said, counted once), or another reporter's (returned).
-- equal to an older or a returned one of its own is a new submission and no issue here, nor are bytes that come to be judged
-- again because a superior has waived a fault of theirs since, announced the reduction that one of them is, or opened the
-- final period again in which they waited, or because the rules have changed
with earlier as (
    select
        b.submission_no,
        r.submission_id,
        r.reporter,
        r.file,
        r.verdict,
        r.sha256 = b.sha256 as same_bytes,
        own.revalidates is not null as judged_again,
        exists (
            select 1
            from quality.waiver as w
            where
                w.kind = 'waiver'
                and w.reporter = r.reporter
                and w.form = r.form
                and w.report_period = r.period
                and w.decided_at > r.known_from
                and w.decided_at <= own.received_at
        )
        or exists (
            select 1
            from quality.reduction as d
            inner join quality.issue as i
                on
                    r.submission_id = i.submission_id
                    and d.organisation = i.organisation
                    and d.indicator = i.indicator
                    and d.period = i.period
                    and i.severity = 'blocking'
            where d.decided_at > r.known_from and d.decided_at <= own.received_at
        )
        or exists (
            select 1
            from quality.finalisation as z
            inner join quality.issue as i
                on r.submission_id = i.submission_id and z.period = i.period and i.rule = 'period-final'
            where not z.is_final and z.decided_at > r.known_from and z.decided_at <= own.received_at
        ) as decided_since,
        row_number() over (partition by b.submission_no order by r.submission_id desc) as age
    from batch as b
    inner join staging.submission as own on b.run_id = own.run_id and b.submission_no = own.submission_no
    inner join raw.submission as r on b.reporter = r.reporter and b.form = r.form and b.period = r.period
    where r.duplicate_of is null and r.verdict not in ('waiting', 'ignored')
)

select
    e.submission_no,
    'file-duplicate' as type,
    null::text as severity,
    '' as place,
    null::text as organisation,
    null::text as indicator,
    null::text as period,
    null::text as basis,
    e.file as observed,
    null::text as expected,
    null::text as difference,
    jsonb_build_object('submission_id', e.submission_id) as fields,
    '{}'::integer[] as holds
from earlier as e
where e.age = 1 and e.same_bytes and e.verdict <> 'returned' and not e.decided_since and not e.judged_again
union all
select
    b.submission_no,
    'file-duplicate-elsewhere' as type,
    null::text as severity,
    '' as place,
    null::text as organisation,
    null::text as indicator,
    b.period,
    null::text as basis,
    null::text as observed,
    null::text as expected,
    null::text as difference,
    '{}'::jsonb as fields,
    '{}'::integer[] as holds
from batch as b
where
    b.reporter is not null
    and (
        exists (
            select 1
            from raw.submission as r
            where r.sha256 = b.sha256 and r.reporter <> b.reporter and r.verdict not in ('returned', 'waiting', 'ignored')
        )
        or exists (
            select 1
            from batch as other
            where
                other.sha256 = b.sha256
                and other.reporter <> b.reporter
                and other.submission_no < b.submission_no
                -- bytes that say themselves that they are another's go back, and keep nobody's own out
                and not exists (
                    select 1
                    from staging.finding as n
                    where
                        n.run_id = other.run_id
                        and n.submission_no = other.submission_no
                        and n.rule = 'organisation-mismatch'
                        and n.severity is null
                )
        )
    )
