-- corrections that wait since a shorter period within this one is final: of how many reports, with how many figures, by period.
-- whoever makes the longer period final leaves them out of it too
select
    f.period,
    count(*)::integer as reports,
    sum(f.figures)::integer as figures
from (
    select distinct on (s.reporter, s.form, s.period) s.submission_id
    from raw.submission as s
    where s.verdict not in ('waiting', 'ignored') and s.duplicate_of is null and s.sequence is not null
    order by s.reporter asc, s.form asc, s.period asc, s.sequence desc
) as w
inner join lateral (
    select
        i.period,
        count(*) as figures
    from quality.issue as i
    where i.submission_id = w.submission_id and i.rule = 'period-final' and i.state = 'open'
    group by i.period
) as f on true
inner join meta.final_period as m on f.period = m.period
inner join core.period as part on f.period = part.period
inner join core.period as whole
    on
        part.year = whole.year
        and part.first_month >= whole.first_month
        and part.last_month <= whole.last_month
        and part.months < whole.months
where whole.period = %(period)s
group by f.period
order by f.period;
