-- whose figures the obliged forms require for the periods (DESIGN §4, rollups): catalogue/owed.py asked of all periods at once. whom a
-- form describes stands in core.form_subject, as the catalogue has it.
create function core.expected_figure(periods text[], indicators text[] default null)
returns table (
    period text,
    form text,
    reporter text,
    organisation text,
    indicator text,
    basis text,
    adds_to_parent boolean
)
language sql
stable
-- mart.coverage asks it on behalf of readers, who may not enter core
security definer
set search_path = pg_catalog, pg_temp
-- a county's figures of a year: guessing a handful, the planner joins them one by one
set enable_nestloop = off
as $$
with form_in_force as (
    select distinct on (p.period, f.code)
        p.period,
        p.last_day,
        p.last_month,
        f.code,
        f.version,
        f.adds_to_parent,
        f.first_month,
        f.frequency = p.frequency as comes_now
    from core.period as p
    inner join core.form as f
        on
            coalesce(f.valid_from, '-infinity') <= p.last_day
            and coalesce(f.valid_to, 'infinity') >= p.last_day
    where p.period = any(periods)
    order by p.period asc, f.code asc, f.version desc
),

valid_organisation as (
    select
        p.period,
        o.code,
        o.kind,
        o.counted_in
    from core.period as p
    inner join core.organisation as o
        on
            coalesce(o.valid_from, '-infinity') <= p.last_day
            and coalesce(o.valid_to, 'infinity') >= p.last_day
    where p.period = any(periods)
),

owing as (
    select distinct
        f.period,
        f.last_month,
        f.code,
        f.version,
        f.adds_to_parent,
        r.code as reporter
    from form_in_force as f
    inner join core.obligation as b
        on
            f.code = b.form
            and coalesce(b.valid_from, '-infinity') <= f.last_day
            and coalesce(b.valid_to, 'infinity') >= f.last_day
            and (cardinality(b.months) = 0 or f.last_month = any(b.months))
    inner join valid_organisation as r on f.period = r.period and b.organisation = r.code
    where f.comes_now and f.last_month >= coalesce(f.first_month, 1)
),

-- first whom, then which rows: the planner takes all of it for one row, and would multiply by the rows before it looks whom
described as materialized (
    select
        w.period,
        w.last_month,
        w.code,
        w.version,
        w.adds_to_parent,
        w.reporter,
        o.code as organisation,
        o.kind,
        o.counted_in
    from owing as w
    inner join core.form_subject as s on w.code = s.form and w.version = s.version and w.reporter = s.reporter
    inner join valid_organisation as o on w.period = o.period and s.organisation = o.code
)

select
    d.period,
    d.code as form,
    d.reporter,
    d.organisation,
    r.indicator,
    r.basis,
    coalesce(d.adds_to_parent, d.kind in ('town', 'village')) and d.counted_in is null as adds_to_parent
from described as d
inner join core.form_row as r on d.code = r.form and d.version = r.version
where
    r.required
    and (indicators is null or r.indicator = any(indicators))
    and (cardinality(r.months) = 0 or d.last_month = any(r.months))
    and d.organisation <> all(r.exempt)
$$;
comment on function core.expected_figure(text[], text[]) is 'figures that obliged forms require for exactly these periods';
