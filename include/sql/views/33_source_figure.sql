-- every live figure with its rank among the sources of the same figure (DESIGN §4, keys): a value before a blank, then
-- for years the more final, the form with the lowest priority, the organisation's own, the latest. who asks it says the years as a
-- range (`between`): by a list that a query gives no partition is left out, and the figures of all years are read.
create view core.source_figure as
with described as (
    select
        f.*,
        p.frequency,
        v.priority,
        coalesce(v.adds_to_parent, o.kind in ('town', 'village')) and o.counted_in is null as adds_to_parent
    from core.figure as f
    inner join core.period as p on f.period = p.period
    left join core.organisation as o on f.organisation = o.code
    left join lateral (
        select
            form.priority,
            form.adds_to_parent
        from core.form as form
        where
            form.code = f.form
            and coalesce(form.valid_from, '-infinity') <= p.last_day
            and coalesce(form.valid_to, 'infinity') >= p.last_day
        order by form.version desc
        limit 1
    ) as v on true
    where f.known_to = 'infinity'
)

select
    d.figure_id,
    d.period_year,
    d.organisation,
    d.indicator,
    d.period,
    d.basis,
    d.reporter,
    d.form,
    d.value,
    d.status,
    d.unit,
    d.digit_weight,
    d.qualifier,
    d.maturity,
    d.refers_to,
    d.place,
    d.raw_text,
    d.source,
    d.submission_id,
    d.known_from,
    coalesce(d.priority, 100) as priority,
    coalesce(d.adds_to_parent, false) as adds_to_parent,
    row_number() over (
        partition by d.period_year, d.organisation, d.indicator, d.period, d.basis
        order by
            (d.status = 'reported') desc,
            case
                when d.frequency = 'year' then array_position(array['revised', 'final', 'flash', 'estimate'], d.maturity)
            end asc nulls last,
            coalesce(d.priority, 100) asc,
            (d.reporter = d.organisation) desc,
            d.known_from desc,
            d.reporter asc,
            d.form asc
    ) as turn
from described as d;
comment on view core.source_figure is 'live figures; turn 1 is the source that marts and rollups take';
