-- where every sequence stands, as the statement that puts another there
select format('select setval(%L, %s)', format('%I.%I', s.schemaname, s.sequencename), s.last_value) as set_value
from pg_sequences as s
where s.schemaname in ('raw', 'quality', 'core', 'mart', 'meta') and s.last_value is not null
order by s.schemaname, s.sequencename;
