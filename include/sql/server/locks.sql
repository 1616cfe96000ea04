-- advisory locks order the work of loading, publishing and migrating: nobody else may take one, or a reader could make it all wait.
-- run by an administrator in the warehouse's database on every start.
do $$
declare
    taking regprocedure;
begin
    for taking in
        select oid::regprocedure
        from pg_proc
        where pronamespace = 'pg_catalog'::regnamespace and proname ~ '^pg_(try_)?advisory_'
    loop
        execute format('revoke execute on function %s from public', taking);
        execute format('grant execute on function %s to huizong_owner, huizong_loader', taking);
    end loop;
end
$$;
