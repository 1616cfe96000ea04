-- the county's headline rollups of one period: of the named one, else of the published period with the most of them.
with county as (
    select code from core.organisation
    where kind = 'county'
),

widest as (
    select period
    from mart.rollup
    where is_headline and organisation in (select code from county)
    group by period
    order by count(*) desc, period desc
    limit 1
)

select
    period,
    organisation_name,
    indicator_name,
    basis,
    value,
    unit,
    reported,
    expected,
    missing_names,
    held_names
from mart.rollup
where
    is_headline
    and organisation in (select code from county)
    and period = coalesce(%(period)s, (select period from widest))
order by indicator, basis;
