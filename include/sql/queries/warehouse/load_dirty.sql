-- the periods that the run says anything new about: a figure, or one that waits. with them the indicators that rollups are to be
-- worked out of anew: not those of figures that say once more what is known, unless the figure had waited meanwhile. where a report
-- says nothing else of another period than its own, that one stays as it is: every monthly form repeats the year's plans, of which
-- all periods of the year are made.
with touched as (
    select
        n.period,
        n.indicator,
        n.period = s.period as is_of_report,
        n.disposition <> 'load'
        or n.says_new
        or exists (
            select 1
            from quality.unloaded_figure as u
            where
                u.organisation = n.organisation
                and u.indicator = n.indicator
                and u.period = n.period
                and u.basis = n.basis
                and u.reason <> 'unchanged'
        ) as is_new
    from pg_temp.loading as n
    inner join staging.submission as s on n.run_id = s.run_id and n.submission_no = s.submission_no
    where n.disposition not in ('duplicate', 'not_taken', 'returned', 'candidate', 'total', 'unidentified')
),

-- what is judged again and given no more
withdrawn as (
    select distinct
        n.period,
        n.indicator
    from pg_temp.loading as n
    inner join staging.submission as s on n.run_id = s.run_id and n.submission_no = s.submission_no
    inner join core.figure as f
        on
            f.known_to = %(known_from)s
            and f.period_year = substring(n.period from '^\d{4}')::integer
            and n.organisation = f.organisation
            and n.indicator = f.indicator
            and n.period = f.period
            and n.basis = f.basis
    where s.revalidates is not null and n.disposition in ('returned', 'unidentified')
),

changed as (
    select
        t.period,
        coalesce(bool_or(t.is_of_report), false) as is_of_report,
        array_agg(distinct t.indicator) filter (where t.is_new) as indicators
    from (
        select
            touched.period,
            touched.indicator,
            touched.is_of_report,
            touched.is_new
        from touched
        union all
        select
            withdrawn.period,
            withdrawn.indicator,
            true as is_of_report,
            true as is_new
        from withdrawn
    ) as t
    group by t.period
),

-- with what was new before and is not published yet
added as (
    select
        c.period,
        array(
            select a.indicator
            from unnest(c.indicators) as a (indicator)
            union
            select b.indicator
            from meta.dirty_period as o
            cross join lateral unnest(o.indicators) as b (indicator)
            where o.period = c.period
        ) as indicators
    from changed as c
),

noted as (
    insert into meta.period_touched as o (period, touched_at, summed_at)
    select
        c.period,
        %(known_from)s as touched_at,
        -- but for the first time, by which the period opens, only what is summed counts
        case
            when
                t.period is null
                or exists (
                    select 1
                    from core.summed_flow as s
                    where s.indicator = any(c.indicators)
                )
                then %(known_from)s
        end as summed_at
    from changed as c
    left join meta.period_touched as t on c.period = t.period
    where c.is_of_report or c.indicators is not null or t.period is null
    on conflict (period) do update
        set
            touched_at = excluded.touched_at,
            summed_at = coalesce(excluded.summed_at, o.summed_at)
    returning period
)

insert into meta.dirty_period as d (period, revision, raised_at, indicators)
select
    n.period,
    nextval('meta.revision') as revision,
    %(known_from)s as raised_at,
    a.indicators
from noted as n
inner join added as a on n.period = a.period
order by n.period
on conflict (period) do update set
    revision = excluded.revision,
    raised_at = excluded.raised_at,
    indicators = case when d.indicators is not null then excluded.indicators end;
