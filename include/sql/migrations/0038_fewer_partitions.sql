-- each partition is planned for in every statement that reads figures, whatever it holds: a report of one file was judged and published
-- with a fifth of its time spent on twenty-one years of which three had figures. years long past lie together, those far ahead are made
-- when they come near (`maintain_warehouse` says so).
do $$
declare
    year integer;
begin
    foreach year in array array[2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2031, 2032, 2033, 2034, 2035] loop
        execute format('alter table core.figure detach partition core.figure_%s', year);
    end loop;
    execute 'alter table core.figure detach partition core.figure_default';
end
$$;

alter table core.figure_default rename to figure_outside;

create table core.figure_past partition of core.figure for values from (minvalue) to (2024);
create table core.figure_default partition of core.figure default;

-- into the partitions, not through the table: the trigger that notes several sources of a figure has seen these rows
do $$
declare
    name text;
begin
    for name in
        select 'figure_' || y::text
        from unnest(array[2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2031, 2032, 2033, 2034, 2035]) as y
        union all
        select 'figure_outside'
    loop
        execute format(
            'insert into core.figure_past overriding system value select * from core.%I where period_year < 2024', name
        );
        execute format(
            'insert into core.figure_default overriding system value select * from core.%I where period_year >= 2031', name
        );
        execute format('drop table core.%I', name);
    end loop;
end
$$;

-- a report that only repeats the year's plans says nothing of the year (decision 0108)
comment on table meta.period_touched is
'the known_from of the last load that said anything new about the period, or was its own report; rollups take their as_of from it';
