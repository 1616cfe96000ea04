-- what the run's batch has: how many submissions and figures, which figures of which form, which findings
with submissions as (
    select
        s.submission_no,
        s.form
    from staging.submission as s
    where s.run_id = %(run_id)s
)

select
    (select count(*) from submissions) as submissions,
    (
        select count(*) from staging.figure as f
        where f.run_id = %(run_id)s
    ) as figures,
    (
        select coalesce(array_agg(distinct array[s.form, f.period, f.indicator]), '{}')
        from submissions as s
        inner join staging.figure as f on s.submission_no = f.submission_no
        where f.run_id = %(run_id)s and s.form is not null and f.indicator is not null and f.period is not null and not f.candidate
    ) as form_figures,
    (
        select coalesce(array_agg(distinct n.rule), '{}')
        from staging.finding as n
        where n.run_id = %(run_id)s
    ) as findings;
