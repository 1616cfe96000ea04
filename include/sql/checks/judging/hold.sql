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
        or exists (
            select 1
            from staging.issue as i
            where
                i.run_id = staging.figure.run_id
                and i.submission_no = staging.figure.submission_no
                and (i.severity in ('critical', 'blocking') or i.rule = 'period-final')
                and i.state = 'open'
                and staging.figure.figure_no = any(i.holds)
        )
    );
