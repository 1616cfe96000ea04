-- the county's headline rollup of one indicator, period and basis.
select
    value,
    reported,
    expected,
    missing || held as absent
from mart.rollup
where
    is_headline
    and organisation in (select code from core.organisation where kind = 'county')
    and indicator = %(indicator)s
    and period = %(period)s
    and basis = %(basis)s;
