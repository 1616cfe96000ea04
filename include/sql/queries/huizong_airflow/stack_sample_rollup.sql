-- the county's rollup of one indicator, period and basis: by the method, else the headline.
select
    value,
    reported,
    expected,
    missing || held as absent
from mart.rollup
where
    case when %(method)s::text is null then is_headline else method = %(method)s end
    and organisation in (
        select code from core.organisation
        where kind = 'county'
    )
    and indicator = %(indicator)s
    and period = %(period)s
    and basis = %(basis)s;
