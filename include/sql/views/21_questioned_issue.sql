-- every fault in the ledger with the value of the figure that it is about: what an answer or a decision on it is bound to
create view quality.questioned as
select
    i.issue_id,
    i.submission_id,
    i.number,
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
    i.message,
    v.value
from quality.issue as i
left join lateral (
    select f.value
    from quality.submitted_figure as f
    where
        f.submission_id = i.submission_id
        and f.value is not null
        and (
            f.place = i.place
            or (f.organisation = i.organisation and f.indicator = i.indicator and f.period = i.period and f.basis = i.basis)
        )
    order by f.place = i.place desc, f.figure_no asc
    limit 1
) as v on true;
comment on view quality.questioned is 'faults of all files with the value of the figure that they are about, null where there is none';
