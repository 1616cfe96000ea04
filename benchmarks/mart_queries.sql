-- Ten questions to the warehouse as a BI tool asks them, with the reader role. Names in brackets are for the reader of this file;
-- parameters: county, town, indicator, period (2026-06), year (2026), instant. Explained in docs/bi.md, measured by warehouse.py.

-- [county by month]
select r.period, r.value, r.unit, r.reported, r.expected, r.full_coverage, r.state
from mart.rollup as r
where
    r.organisation = %(county)s and r.indicator = %(indicator)s and r.basis = 'cumulative' and r.is_headline
    and r.period between %(year)s || '-01' and %(year)s || '-12'
order by r.period;

-- [ranking of towns]
select r.rank, r.ranked, r.last_rank, r.organisation_name, r.value, r.unit
from mart.rollup as r
where r.period = %(period)s and r.indicator = %(indicator)s and r.basis = 'cumulative' and r.is_headline and r.rank is not null
order by r.rank, r.organisation;

-- [growth]
select r.indicator, r.indicator_name, r.value as growth, r.reported, r.expected, r.missing_names
from mart.rollup as r
where r.period = %(period)s and r.organisation = %(county)s and r.basis = 'growth_rate' and r.is_headline
order by r.value desc nulls last, r.indicator;

-- [coverage]
select r.indicator_name, r.reported, r.expected, r.missing_names, r.held_names, r.year_before_share
from mart.rollup as r
where
    r.period = %(period)s and r.organisation = %(county)s and r.basis = 'cumulative' and r.is_headline and not r.full_coverage
    and r.expected > 0
order by r.reported - r.expected, r.indicator;

-- [who is late]
select q.reporter_name, q.form_title, q.due_at, q.arrived_at, q.days_late, q.attempts
from mart.reporter_quality as q
where q.period = %(period)s and q.on_time is not true
order by q.days_late desc nulls first, q.reporter, q.form;

-- [drill to the source]
select s.reporter_name, s.form, s.value, s.unit, s.status, s.is_latest, s.contested, s.known_from, u.received_at, u.verdict
from mart.figure_sources as s
inner join mart.submission as u on s.submission_id = u.submission_id
where s.organisation = %(town)s and s.indicator = %(indicator)s and s.period = %(period)s
    and s.period_year = %(year)s::integer and s.basis = 'cumulative'
order by s.turn;

-- [conflicts]
select c.organisation_name, c.indicator_name, c.basis, c.reporter, c.value, c.other_reporter, c.other_value, c.difference
from mart.conflict as c
where c.period = %(period)s and c.period_year = %(year)s::integer
order by c.organisation, c.indicator, c.basis;

-- [as it was known]
select f.organisation, f.reporter, f.form, f.value, f.unit, f.known_from
from mart.figure_history as f
where
    f.period = %(period)s and f.period_year = %(year)s::integer and f.indicator = %(indicator)s and f.basis = 'cumulative'
    and f.known_from <= %(instant)s and f.known_to > %(instant)s
order by f.organisation, f.reporter;

-- [what waits for a name]
select u.kind, u.name, u.figures, u.organisations, u.nearest_name, u.catalogue_file, u.catalogue_line
from mart.unmatched as u
order by u.figures desc, u.name;

-- [completion of plans]
select r.indicator_name, r.value as completion, r.progress_gap, r.reported, r.expected
from mart.rollup as r
where r.period = %(period)s and r.organisation = %(county)s and r.basis = 'plan_completion' and r.is_headline
order by r.progress_gap asc nulls last, r.indicator;
