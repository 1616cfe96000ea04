-- reports that fell due together within the last two days, too few of which count: towns and bureaus may be due at different times
select
    t.form,
    t.period,
    to_char(t.due_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as due_day,
    count(t.acceptable_at) as accepted,
    count(*) as expected,
    coalesce(array_agg(t.reporter_name order by t.reporter) filter (where t.acceptable_at is null), '{}') as owing_names
from mart.timeliness as t
where t.due_at <= %(now)s and t.due_at > %(now)s::timestamptz - interval '2 days'
group by t.form, t.period, t.due_at
having 100.0 * count(t.acceptable_at) / count(*) < %(percent)s
order by t.form, t.period, t.due_at;
