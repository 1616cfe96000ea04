-- whose figures the obliged forms require for the periods (DESIGN §4, rollups; the same rule as catalogue/owed.py)
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
with line as materialized (
    select
        l.organisation,
        l.ancestor
    from core.organisation_line as l
),

form_in_force as (
    select distinct on (p.period, f.code)
        p.period,
        p.last_day,
        p.last_month,
        f.code,
        f.version,
        f.subject,
        f.subject_of_county,
        f.subjects,
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
        r.code as reporter,
        r.kind as reporter_kind,
        case when r.kind in ('county', 'bureau') then f.subject_of_county else f.subject end as subject,
        case
            when cardinality(f.subjects) > 0 then f.subjects
            when r.kind in ('county', 'bureau') then array['town']
            else array['village']
        end as kinds
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

-- whom each reporter's form is about, a branch for each subject: one condition over all pairs of organisations grows with the
-- square of their number
described as (
    select
        w.*,
        o.code as organisation,
        o.kind,
        o.counted_in
    from owing as w
    inner join valid_organisation as o on w.period = o.period and w.reporter = o.code
    where w.subject = 'reporter'
    union all
    select
        w.*,
        o.code as organisation,
        o.kind,
        o.counted_in
    from owing as w
    inner join valid_organisation as o on w.period = o.period and o.kind = 'county'
    where w.subject = 'county'
    union all
    -- a form of the county or of a bureau lists the county's organisations
    select
        w.*,
        o.code as organisation,
        o.kind,
        o.counted_in
    from owing as w
    inner join valid_organisation as o
        on w.period = o.period and o.kind = any(w.kinds) and o.kind <> 'bureau' and o.code <> w.reporter
    where w.subject = 'listed' and w.reporter_kind in ('county', 'bureau')
    union all
    -- any other's what lies below it
    select
        w.*,
        o.code as organisation,
        o.kind,
        o.counted_in
    from owing as w
    inner join line on w.reporter = line.ancestor and w.reporter <> line.organisation
    inner join valid_organisation as o
        on w.period = o.period and line.organisation = o.code and o.kind = any(w.kinds) and o.kind in ('village', 'park', 'project')
    where w.subject = 'listed' and w.reporter_kind not in ('county', 'bureau')
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
