-- the period of the same frequency just before: 2025-01 → 2024-12, 2025-Q1 → 2024-Q4, 2025-H2 → 2025-H1, 2025 → 2024
create function core.previous_period(period text) returns text
language sql
immutable
parallel safe
return case
    when length(period) = 4 then (period::integer - 1)::text
    when right(period, 3) = '-Q1' then (left(period, 4)::integer - 1)::text || '-Q4'
    when right(period, 3) = '-H1' then (left(period, 4)::integer - 1)::text || '-H2'
    when right(period, 3) = '-01' then (left(period, 4)::integer - 1)::text || '-12'
    when substr(period, 6, 1) in ('Q', 'H') then left(period, 6) || (substr(period, 7)::integer - 1)::text
    else left(period, 5) || lpad((substr(period, 6)::integer - 1)::text, 2, '0')
end;
comment on function core.previous_period(text) is 'the period of the same frequency just before';

-- the same period of the year before
create function core.year_before(period text) returns text
language sql
immutable
parallel safe
return (left(period, 4)::integer - 1)::text || substr(period, 5);
comment on function core.year_before(text) is 'the same period of the year before';
