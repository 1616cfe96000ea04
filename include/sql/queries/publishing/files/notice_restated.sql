-- corrections of published figures that may be shown, the latest first; that more have reported since is no correction
select
    r.period,
    r.restated_at,
    coalesce(o.name, r.organisation) as organisation_name,
    i.name as indicator_name,
    r.basis,
    r.unit,
    r.old_value,
    r.new_value,
    r.nature,
    r.why
from core.restatement as r
inner join core.indicator as i on r.indicator = i.code
left join core.organisation as o on r.organisation = o.code
where
    r.period = any(%(periods)s)
    and r.nature <> 'completed'
    and core.is_open(i.release)
    and not exists (
        select 1
        from core.withheld_cell as w
        where r.organisation = w.organisation and r.indicator = w.indicator and r.period = w.period
    )
order by r.period asc, r.restated_at desc, r.organisation asc, r.indicator asc, r.basis asc, r.is_own asc;
