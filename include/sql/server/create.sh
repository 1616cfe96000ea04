#!/bin/bash
# Run once by the postgres image when its data folder is new (/docker-entrypoint-initdb.d): roles and the two databases.
# Passwords come from the environment and reach the server as parameters, never in a command line.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set roles="${HUIZONG_ROLES_SQL:-$here/roles.sql}" \
    --set locks="${HUIZONG_LOCKS_SQL:-$here/locks.sql}" \
    --username "${POSTGRES_USER:-postgres}" --dbname postgres --output /dev/null <<'SQL'
\getenv owner HUIZONG_OWNER_PASSWORD
\getenv loader HUIZONG_LOADER_PASSWORD
\getenv reader HUIZONG_READER_PASSWORD
\getenv airflow HUIZONG_AIRFLOW_PASSWORD
select set_config('password.huizong_owner', :'owner', false);
select set_config('password.huizong_loader', :'loader', false);
select set_config('password.huizong_reader', :'reader', false);
select set_config('password.airflow', :'airflow', false);
\i :roles
select 'create database huizong owner huizong_owner template template0'
where not exists (select from pg_database where datname = 'huizong') \gexec
select 'create database airflow owner airflow template template0'
where not exists (select from pg_database where datname = 'airflow') \gexec
revoke all on database huizong, airflow, postgres, template1 from public;
grant connect on database huizong to huizong_loader, huizong_reader;
grant temporary on database huizong to huizong_loader;
\connect huizong
\i :locks
SQL
