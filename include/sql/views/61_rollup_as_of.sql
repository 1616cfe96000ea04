-- versions never change once they are written, so the answer for a past instant never does either
create function mart.rollup_as_of(instant timestamptz, asked text)
returns setof mart.rollup
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
select r.*
from core.rollup_version as v
inner join (
    select distinct on (d.period)
        d.period,
        d.as_of,
        d.revision,
        c.last_day as period_end,
        c.frequency,
        case when f.is_final then 'final' else 'provisional' end as state
    from meta.published as d
    inner join core.period as c on d.period = c.period
    left join lateral (
        select n.is_final
        from quality.finalisation as n
        where n.period = d.period and n.decided_at <= instant
        order by n.decided_at desc
        limit 1
    ) as f on true
    where d.period = asked and d.published_at <= instant
    order by d.period asc, d.published_at desc
) as p on v.period = p.period
left join core.indicator as i on v.indicator = i.code
cross join
    lateral (
        select
            string_agg(n.name #>> '{}', '、' order by n.turn) filter (where n.field = 'missing') as missing_list,
            string_agg(n.name #>> '{}', '、' order by n.turn) filter (where n.field = 'held') as held_list
        from (
            select
                'missing' as field,
                m.name,
                m.turn
            from jsonb_path_query(v.content, '$.missing_names[*]') with ordinality as m (name, turn)
            union all
            select
                'held' as field,
                h.name,
                h.turn
            from jsonb_path_query(v.content, '$.held_names[*]') with ordinality as h (name, turn)
        ) as n
    ) as t
-- not in the list of columns, where it would be worked out for each of them
cross join lateral jsonb_populate_record(null::mart.rollup, v.content || to_jsonb(p) || to_jsonb(t)) as r
where
    v.period = asked
    and v.known_from <= instant
    and v.known_to > instant
    and (
        core.is_staff(session_user)
        or (
            core.is_open(i.release)
            and core.is_open(v.content ->> 'release')
            and not exists (
                select 1
                from core.withheld_cell as w
                where v.organisation = w.organisation and v.indicator = w.indicator and v.period = w.period
            )
        )
    )
$$;
comment on function mart.rollup_as_of(timestamptz, text) is 'mart.rollup_as_of of one period: quick however long the history is';

create function mart.rollup_as_of(instant timestamptz)
returns setof mart.rollup
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
select r.*
from (
    select distinct d.period
    from meta.published as d
    where d.published_at <= instant
) as p
cross join lateral mart.rollup_as_of(instant, p.period) as r
$$;
comment on function mart.rollup_as_of(timestamptz) is
'mart.rollup as it was published last before the instant, names and coverage included; columns that were added since are null. the same call always gives the same rows';
