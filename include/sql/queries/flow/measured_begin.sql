-- the first time counting begins now: what was answered before is no news
insert into meta.beat (name, at)
values ('measured', clock_timestamp())
on conflict (name) do nothing;
