create view mart.rollup_today as
select
    r.period,
    c.last_day as period_end,
    c.frequency,
    r.organisation,
    r.organisation_name,
    r.indicator,
    r.indicator_name,
    r.basis,
    r.value,
    r.unit,
    r.reported,
    r.expected,
    r.full_coverage,
    r.missing,
    r.held,
    case when o.valid_to is null then 'today' else 'then' end as boundaries,
    array[r.organisation] as members,
    false as is_divided
from core.rollup as r
inner join core.period as c on r.period = c.period
left join core.organisation as o on r.organisation = o.code
where
    r.is_headline
    and (core.is_staff(current_user) or (core.is_open(r.release) and not r.suppressed))
    and not exists (
        select 1
        from core.joined_rollup as j
        where
            j.period = r.period
            and r.organisation = any(j.members)
            and j.indicator = r.indicator
            and j.basis = r.basis
    )
union all
select
    j.period,
    c.last_day as period_end,
    c.frequency,
    j.organisation,
    o.name as organisation_name,
    j.indicator,
    i.name as indicator_name,
    j.basis,
    j.value,
    j.unit,
    j.reported,
    j.expected,
    j.expected > 0 and j.reported >= j.expected and cardinality(j.missing) = 0 and cardinality(j.held) = 0 as full_coverage,
    j.missing,
    j.held,
    'today' as boundaries,
    j.members,
    j.is_divided
from core.joined_rollup as j
inner join core.period as c on j.period = c.period
inner join core.organisation as o on j.organisation = o.code
inner join core.indicator as i on j.indicator = i.code
where
    core.is_staff(current_user)
    or (
        core.is_open(i.release)
        and not exists (
            select 1
            from core.withheld_cell as w
            where w.organisation = any(j.members) and j.indicator = w.indicator and j.period = w.period
        )
    );
comment on view mart.rollup_today is
'the headlines of mart.rollup by the boundaries that the catalogue ends with: towns that were merged since are one in every period; one that was split is divided by the county''s shares, and keeps its old boundaries where there are none';
comment on column mart.rollup_today.period is 'report period: 2026-06, 2026-Q2, 2026-H1 or 2026';
comment on column mart.rollup_today.period_end is
'last day of the period: the axis of a series. month, quarter and year may end on the same day';
comment on column mart.rollup_today.frequency is 'month, quarter, half or year: a series is of one of them';
comment on column mart.rollup_today.organisation is 'code of the organisation, of the heir where several are one by now';
comment on column mart.rollup_today.organisation_name is 'its name';
comment on column mart.rollup_today.indicator is 'code of the indicator';
comment on column mart.rollup_today.indicator_name is 'its name';
comment on column mart.rollup_today.basis is 'basis, as in mart.rollup';
comment on column mart.rollup_today.value is 'unrounded value in unit; growth, completion and ratios are computed from the terms of all members that have them';
comment on column mart.rollup_today.unit is 'unit of value: the indicator''s own, % for rates';
comment on column mart.rollup_today.reported is 'organisations of the time whose figure is in the value';
comment on column mart.rollup_today.expected is 'organisations of the time that owe the figure';
comment on column mart.rollup_today.full_coverage is 'true if the figure is owed and nobody who owes or gave it is missing or held';
comment on column mart.rollup_today.missing is 'codes of the organisations of the time that have no usable figure';
comment on column mart.rollup_today.held is 'codes of those whose figure was read and waits for correction';
comment on column mart.rollup_today.boundaries is
'today: the organisation has these boundaries still; then: it has ended, and what it left cannot be told apart or was left to nobody';
comment on column mart.rollup_today.members is 'codes of the organisations of the time that the row is of';
comment on column mart.rollup_today.is_divided is
'true if a member was split since and the value has its share of it (shares.csv): an estimate, not a figure that anybody reported';
