-- what publishing needs: a calendar, partitions ahead, the rollups themselves.

-- the loader has no DDL, so the years that files may speak of have their partitions from the start.
do $$
begin
    for year in 2015..2035 loop
        execute format(
            'create table core.figure_%s partition of core.figure for values from (%s) to (%s)', year, year, year + 1
        );
    end loop;
end
$$;

create table core.period (
    period text primary key,
    year integer not null,
    frequency text not null check (frequency in ('month', 'quarter', 'half', 'year')),
    first_month integer not null,
    last_month integer not null,
    months integer not null,
    last_day date not null,
    year_before text not null
);
comment on table core.period is 'every period of 1949 to 2100 with its months; year_before names the same period a year earlier';
create index period_months on core.period (year, last_month);

insert into core.period (period, year, frequency, first_month, last_month, months, last_day, year_before)
select
    case f.frequency
        when 'month' then format('%s-%s', y.year, lpad(n.number::text, 2, '0'))
        when 'quarter' then format('%s-Q%s', y.year, n.number)
        when 'half' then format('%s-H%s', y.year, n.number)
        else y.year::text
    end as period,
    y.year,
    f.frequency,
    n.number * f.months - f.months + 1 as first_month,
    n.number * f.months as last_month,
    f.months,
    (make_date(y.year, n.number * f.months, 1) + interval '1 month' - interval '1 day')::date as last_day,
    case f.frequency
        when 'month' then format('%s-%s', y.year - 1, lpad(n.number::text, 2, '0'))
        when 'quarter' then format('%s-Q%s', y.year - 1, n.number)
        when 'half' then format('%s-H%s', y.year - 1, n.number)
        else (y.year - 1)::text
    end as year_before
from generate_series(1949, 2100) as y (year)
cross join (values ('month', 1), ('quarter', 3), ('half', 6), ('year', 12)) as f (frequency, months)
cross join lateral generate_series(1, 12 / f.months) as n (number);

create table meta.period_touched (
    period text primary key,
    touched_at timestamptz not null
);
comment on table meta.period_touched is 'the known_from of the last load that said anything about the period; rollups take their as_of from it';

create table mart.rollup (
    period text not null,
    organisation text not null,
    organisation_name text not null,
    indicator text not null,
    indicator_name text not null,
    basis text not null,
    method text not null check (
        method in (
            'reported', 'derived_from_cumulatives', 'derived_from_months', 'recomputed',
            'sum_of_children', 'recomputed_over_children'
        )
    ),
    is_headline boolean not null,
    value numeric,
    unit text not null,
    reported integer not null check (reported >= 0),
    expected integer not null check (expected >= 0),
    full_coverage boolean not null,
    missing text[] not null,
    missing_names text[] not null,
    held text[] not null,
    held_names text[] not null,
    contested text[] not null,
    rank integer,
    ranked integer,
    as_of timestamptz not null,
    primary key (period, organisation, indicator, basis, method),
    check (expected <= reported + cardinality(missing) + cardinality(held)),
    check (not full_coverage or (expected > 0 and cardinality(missing) = 0 and cardinality(held) = 0)),
    check (full_coverage or rank is null)
);
comment on table mart.rollup is
'figures over organisations and periods, each with its coverage; an organisation''s own figure and the sum of its parts are two rows';
comment on column mart.rollup.period is 'report period: 2026-06, 2026-Q2, 2026-H1 or 2026';
comment on column mart.rollup.organisation is 'code of the organisation that the row is about';
comment on column mart.rollup.organisation_name is 'its name';
comment on column mart.rollup.indicator is 'code of the indicator';
comment on column mart.rollup.indicator_name is 'its name';
comment on column mart.rollup.basis is
'current 本期, cumulative 本年累计, prior_year 上年同期, growth_rate 同比%, plan 计划, plan_completion 完成%, and the same of the month alone';
comment on column mart.rollup.method is
'reported as given; derived_from_cumulatives, derived_from_months: over time; recomputed from the organisation''s own figures; sum_of_children, recomputed_over_children: over the organisations below';
comment on column mart.rollup.is_headline is
'true for the one row to show for organisation, indicator, period and basis: its own figure if it has one, else the one over its parts';
comment on column mart.rollup.value is 'unrounded value in unit; null if nothing was reported or it can not be computed (a base of zero or less)';
comment on column mart.rollup.unit is 'unit of value: the indicator''s own, % for rates';
comment on column mart.rollup.reported is 'organisations whose figure is in the value, also those that gave it unasked';
comment on column mart.rollup.expected is 'organisations that owe the figure; 0 where no form requires it, and then nobody can tell whether all are there';
comment on column mart.rollup.full_coverage is 'true if the figure is owed and nobody who owes or gave it is missing or held';
comment on column mart.rollup.missing is 'codes of the organisations that owe the figure and have no usable one';
comment on column mart.rollup.missing_names is 'their names, in the same order';
comment on column mart.rollup.held is 'codes of the organisations whose figure was read and waits for correction; not in the value';
comment on column mart.rollup.held_names is 'their names, in the same order';
comment on column mart.rollup.contested is 'codes of organisations in the value with an earlier figure, since a later file gave one that is held';
comment on column mart.rollup.rank is 'place among the organisations of one kind under one parent, 1 is best; only under full coverage';
comment on column mart.rollup.ranked is 'how many were ranked';
comment on column mart.rollup.as_of is 'the value is what the figures known at this instant give (compare mart.figure_as_of)';
create index rollup_indicator on mart.rollup (indicator, period, basis);
