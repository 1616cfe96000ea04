-- the forms and periods for which reports lie in the warehouse
select distinct
    s.form,
    s.period
from raw.submission as s
where s.form is not null and s.period is not null
order by s.form, s.period;
