-- the months of a year in which a form does not ask for an indicator of its own: a zero that stands there says nothing
create view core.off_season as
select distinct
    r.form,
    r.indicator,
    m.month
from core.form_row as r
cross join generate_series(1, 12) as m (month)
where cardinality(r.months) > 0 and m.month <> all(r.months);
comment on view core.off_season is 'months in which a form does not ask for one of its indicators';
