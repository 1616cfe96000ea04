-- a tolerance of half a unit of each last digit: what rounding alone can make. different maturities never contradict.
-- nearly every figure has one source: only those that several gave are ranked, each by itself (offset 0 keeps it so).
create view mart.conflict as
select
    k.organisation,
    o.name as organisation_name,
    k.indicator,
    i.name as indicator_name,
    k.period,
    k.basis,
    a.unit,
    a.reporter,
    a.form,
    a.value,
    b.reporter as other_reporter,
    b.form as other_form,
    b.value as other_value,
    b.value - a.value as difference,
    (
        coalesce(a.digit_weight, power(10::numeric, -i.decimals)) + coalesce(b.digit_weight, power(10::numeric, -i.decimals))
    ) / 2 as tolerance,
    k.period_year
from core.shared_figure as k
cross join
    lateral (
        select s.*
        from core.source_figure as s
        where
            s.organisation = k.organisation
            and s.indicator = k.indicator
            and s.period = k.period
            and s.period_year = k.period_year
            and s.basis = k.basis
        order by s.turn
        offset 0
    ) as a
cross join
    lateral (
        select s.*
        from core.source_figure as s
        where
            s.organisation = k.organisation
            and s.indicator = k.indicator
            and s.period = k.period
            and s.period_year = k.period_year
            and s.basis = k.basis
        order by s.turn
        offset 0
    ) as b
inner join core.indicator as i on k.indicator = i.code
left join core.organisation as o on k.organisation = o.code
where
    a.turn = 1
    and b.turn > 1
    and a.status = 'reported'
    and b.status = 'reported'
    and a.maturity is not distinct from b.maturity
    and abs(b.value - a.value) > (
        coalesce(a.digit_weight, power(10::numeric, -i.decimals)) + coalesce(b.digit_weight, power(10::numeric, -i.decimals))
    ) / 2
    and (
        core.is_staff(current_user)
        or (
            core.is_open(i.release)
            and not exists (
                select 1
                from core.withheld_now as s
                where k.organisation = s.organisation and k.indicator = s.indicator and k.period = s.period
            )
        )
    );
comment on view mart.conflict is 'sources of one figure that differ by more than rounding: the one shown, and each other one';
comment on column mart.conflict.organisation is 'code of the organisation that the figure describes';
comment on column mart.conflict.organisation_name is 'its name';
comment on column mart.conflict.indicator is 'code of the indicator';
comment on column mart.conflict.indicator_name is 'its name';
comment on column mart.conflict.period is 'report period: 2026-06, 2026-Q2, 2026-H1 or 2026';
comment on column mart.conflict.basis is 'basis, as in mart.figure_latest';
comment on column mart.conflict.unit is 'unit of the values';
comment on column mart.conflict.reporter is 'code of the organisation whose figure is shown in mart.figure_latest';
comment on column mart.conflict.form is 'code of its form';
comment on column mart.conflict.value is 'the value that is shown';
comment on column mart.conflict.other_reporter is 'code of the organisation that says otherwise';
comment on column mart.conflict.other_form is 'code of its form';
comment on column mart.conflict.other_value is 'the value that it gave';
comment on column mart.conflict.difference is 'other_value less value';
comment on column mart.conflict.tolerance is 'what rounding of both can explain: half a unit of each last digit';
comment on column mart.conflict.period_year is 'year of the period: a condition on it leaves the other years alone';
