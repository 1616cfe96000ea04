-- restatements that may be shown: of released indicators and of cells that were never withheld; the rows that pages show: the
-- county's and its towns' headline values
select
    r.period,
    coalesce(r.organisation_name, r.organisation) as organisation_name,
    r.indicator,
    r.basis,
    r.old_value,
    r.new_value,
    r.old_reported,
    r.new_reported,
    r.nature,
    r.why,
    r.restated_at
from mart.restatement as r
inner join core.organisation as o on r.organisation = o.code and o.kind in ('county', 'town')
inner join core.indicator as i on r.indicator = i.code and core.is_open(i.release)
where
    r.period = any(%(periods)s)
    and r.basis in ('current', 'cumulative', 'growth_rate', 'plan', 'plan_completion')
    and (r.is_own or o.kind = 'county')
    and not exists (
        select 1
        from core.withheld_cell as w
        where w.organisation = r.organisation and w.indicator = r.indicator and w.period = r.period
    )
order by r.period asc, r.restated_at desc, o.kind = 'county' desc, r.organisation asc, r.indicator asc, r.basis asc, r.is_own desc;
