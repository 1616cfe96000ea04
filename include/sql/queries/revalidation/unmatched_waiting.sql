-- what waits for a name, a row each name, form, basis, reporter, code and unit, with the number it is known by
select
    p.number,
    w.kind,
    w.name,
    w.form,
    w.basis,
    w.indicator,
    w.reporter,
    w.unit,
    count(*)::integer as figures
from core.unmatched_name as w
left join meta.proposal as p on w.kind = p.kind and w.name = p.name
group by p.number, w.kind, w.name, w.form, w.basis, w.indicator, w.reporter, w.unit
order by w.kind, w.name, w.form, w.basis, w.indicator, w.reporter, w.unit;
