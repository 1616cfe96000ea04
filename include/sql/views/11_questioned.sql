-- every fault of a run with what explanations and waivers are bound to: the figure's value where it is about one
create view staging.questioned as
select
    i.run_id,
    i.submission_no,
    i.issue_no,
    s.reporter,
    s.form,
    s.period as report_period,
    s.received_at,
    i.rule,
    i.severity,
    i.responsibility,
    i.state,
    i.organisation,
    i.period,
    i.indicator,
    i.basis,
    i.place,
    i.observed,
    (
        select f.value
        from staging.figure as f
        where
            f.run_id = i.run_id
            and f.submission_no = i.submission_no
            and f.value is not null
            and (
                f.place = i.place
                or (
                    f.organisation = i.organisation and f.indicator = i.indicator and f.period = i.period and f.basis = i.basis
                    and not f.candidate and not f.is_total
                )
            )
        order by f.place = i.place desc, f.figure_no asc
        limit 1
    ) as value
from staging.issue as i
inner join staging.submission as s on i.run_id = s.run_id and i.submission_no = s.submission_no;
comment on view staging.questioned is 'faults of a run with the value of the figure that they are about, null where there is none';
