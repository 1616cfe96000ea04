-- the rooms of the warehouse (DESIGN §4) and the group roles that may enter them.
-- a login role is given one of these groups by whoever sets the server up, or is one of them; on a server with a single
-- login, that login makes them here and uses `set role`.
do $$
begin
    if not exists (select from pg_roles where rolname = 'huizong_loader') then
        create role huizong_loader nologin;
        execute format('grant huizong_loader to %I', current_user);
    end if;
    if not exists (select from pg_roles where rolname = 'huizong_reader') then
        create role huizong_reader nologin;
        execute format('grant huizong_reader to %I', current_user);
    end if;
end
$$;

create schema raw;
create schema staging;
create schema quality;
create schema core;
create schema mart;

comment on schema raw is 'what arrived: files, arrivals, submissions, cells, paragraphs; never changed';
comment on schema staging is 'one run''s figures and findings while they are judged; unlogged, keyed by run';
comment on schema quality is 'what was found wrong, explained, waived; what each run checked';
comment on schema core is 'the catalogue in force and every figure with its history';
comment on schema mart is 'the contract with BI tools; the reader role sees nothing else';
