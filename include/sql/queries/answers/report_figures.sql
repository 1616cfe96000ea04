-- unit is the indicator's own, as readers of the report expect it; growth_rate alone is in per cent by its own word (decision 0007)
select
    f.submission_no,
    f.organisation,
    f.indicator,
    f.period,
    f.basis,
    f.value,
    case when f.basis = 'growth_rate' then '%%' else coalesce(i.unit, f.unit) end as unit,
    f.status,
    f.place
from staging.figure as f
left join core.indicator as i on f.indicator = i.code
where
    f.run_id = %(run_id)s
    and not f.is_total
order by f.submission_no, f.figure_no;
