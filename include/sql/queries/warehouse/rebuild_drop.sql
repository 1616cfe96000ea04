drop schema if exists raw cascade;
drop schema if exists staging cascade;
drop schema if exists quality cascade;
drop schema if exists core cascade;
drop schema if exists mart cascade;
drop schema if exists meta cascade;
