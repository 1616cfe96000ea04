-- what of each submission of the run was loaded, each count worked out once (not once for each submission)
with figures as materialized (
    select
        n.submission_no,
        count(*) as staged
    from staging.figure as n
    where n.run_id = %(run_id)s
    group by n.submission_no
),

loaded as materialized (
    select
        f.submission_id,
        count(*) as loaded
    from core.figure as f
    where
        f.submission_id in (
            select own.submission_id
            from staging.submission as own
            where own.run_id = %(run_id)s
        )
    group by f.submission_id
),

unloaded as materialized (
    select
        u.submission_id,
        count(*) as unloaded,
        count(*) filter (where u.reason = 'unchanged') as unchanged
    from quality.unloaded_figure as u
    where
        u.submission_id in (
            select own.submission_id
            from staging.submission as own
            where own.run_id = %(run_id)s
        )
    group by u.submission_id
),

issues as materialized (
    select
        i.submission_id,
        count(*) as issues
    from quality.issue as i
    where
        i.submission_id in (
            select own.submission_id
            from staging.submission as own
            where own.run_id = %(run_id)s
        )
    group by i.submission_id
)

select
    r.submission_id,
    r.arrival_id,
    r.submission_no,
    r.reporter,
    r.form,
    r.period,
    r.sequence,
    r.verdict,
    coalesce(figures.staged, 0) as staged,
    coalesce(loaded.loaded, 0) as loaded,
    coalesce(unloaded.unchanged, 0) as unchanged,
    coalesce(unloaded.unloaded, 0) as unloaded,
    coalesce(issues.issues, 0) as issues
from staging.submission as s
inner join raw.submission as r on s.submission_id = r.submission_id
left join figures on s.submission_no = figures.submission_no
left join loaded on s.submission_id = loaded.submission_id
left join unloaded on s.submission_id = unloaded.submission_id
left join issues on s.submission_id = issues.submission_id
where s.run_id = %(run_id)s
order by s.submission_no;
