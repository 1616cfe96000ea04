-- what a critical or blocking fault disproves does not load, nor does a correction of a final period, nor a number that has
-- no whole key
update staging.figure set status = 'held'
where
    staging.figure.run_id = %(run_id)s
    and staging.figure.status = 'reported'
    and (
        (
            not staging.figure.candidate
            and not staging.figure.is_total
            and (staging.figure.organisation is null or staging.figure.indicator is null or staging.figure.period is null)
        )
        -- asked once for the whole run: asked for each figure, all faults of the run would be read for each
        or (staging.figure.submission_no, staging.figure.figure_no) in (
            select
                i.submission_no,
                held.figure_no
            from staging.issue as i
            cross join lateral unnest(i.holds) as held (figure_no)
            where
                i.run_id = %(run_id)s
                and (i.severity in ('critical', 'blocking') or i.rule = 'period-final')
                and i.state = 'open'
        )
    );
