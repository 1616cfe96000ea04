-- reports that fell due within the last two days, too few of which count
select
    r.form,
    r.period,
    r.accepted,
    r.expected,
    r.owing_names
from mart.timeliness_rate as r
where
    r.last_due_at <= %(now)s
    and r.last_due_at > %(now)s::timestamptz - interval '2 days'
    and r.accepted_rate < %(percent)s
order by r.form, r.period;
