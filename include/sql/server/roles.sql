-- the login roles of one huizong server, made or given today's passwords; run by an administrator on every start.
-- before it the same session sets password.huizong_owner, password.huizong_loader, password.huizong_reader and
-- password.airflow by set_config, so that no password is ever part of a statement's text.
do $$
declare
    role_name text;
begin
    foreach role_name in array array['huizong_owner', 'huizong_loader', 'huizong_reader', 'airflow'] loop
        if not exists (select from pg_roles where rolname = role_name) then
            execute format('create role %I', role_name);
        end if;
        execute format(
            'alter role %I login password %L nosuperuser nocreatedb nocreaterole noreplication',
            role_name, current_setting('password.' || role_name)
        );
    end loop;
end
$$;

-- the owner may act as the others (set role).
grant huizong_loader to huizong_owner;
grant huizong_reader to huizong_owner;

-- a tool that leaves a transaction open keeps its tables from being made anew: it is cut off, not the migration.
alter role huizong_reader set idle_in_transaction_session_timeout = '10min';
