-- the forms and periods for which reports were taken; one that was returned, such as for a year of no version, holds nothing
select distinct
    s.form,
    s.period
from raw.submission as s
where
    s.form is not null
    and s.period is not null
    and s.verdict in ('accepted', 'accepted_with_queries', 'partially_accepted')
order by s.form, s.period;
