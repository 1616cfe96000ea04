select
    p.proname as name,
    pg_get_function_arguments(p.oid) as arguments,
    pg_get_function_result(p.oid) as returns,
    obj_description(p.oid, 'pg_proc') as comment
from pg_proc as p
where p.pronamespace = 'mart'::regnamespace
order by p.proname, arguments;
