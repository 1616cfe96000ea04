-- the same of one period, so that asking for a month doesn't go through the history of all of them
create function mart.figure_as_of(instant timestamptz, asked text)
returns table (
    organisation text,
    indicator text,
    period text,
    basis text,
    reporter text,
    form text,
    value numeric,
    unit text,
    status text,
    qualifier text,
    maturity text,
    submission_id bigint,
    known_from timestamptz
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
select
    f.organisation,
    f.indicator,
    f.period,
    f.basis,
    f.reporter,
    f.form,
    f.value,
    f.unit,
    f.status,
    f.qualifier,
    f.maturity,
    f.submission_id,
    f.known_from
from core.figure as f
left join core.indicator as i on f.indicator = i.code
where
    f.period = asked
    and f.period_year = substring(asked from '^\d{4}')::integer
    and f.known_from <= instant
    and f.known_to > instant
    and (
        pg_has_role(session_user, 'huizong_loader', 'usage')
        or (
            i.release is distinct from 'restricted'
            and not exists (
                select 1
                from mart.rollup as s
                where s.suppressed and f.organisation = s.organisation and f.indicator = s.indicator and f.period = s.period
            )
        )
    )
$$;
comment on function mart.figure_as_of(timestamptz, text) is
'mart.figure_as_of of one period: quick however long the history is';

create function mart.rollup_as_of(instant timestamptz, asked text)
returns setof mart.rollup
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
select (jsonb_populate_record(null::mart.rollup, v.content || to_jsonb(p))).*
from core.rollup_version as v
inner join (
    select distinct on (d.period)
        d.period,
        d.as_of,
        d.revision,
        case when f.is_final then 'final' else 'provisional' end as state
    from meta.published as d
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
where
    v.period = asked
    and v.known_from <= instant
    and v.known_to > instant
    and (
        pg_has_role(session_user, 'huizong_loader', 'usage')
        or (
            i.release is distinct from 'restricted'
            and v.content ->> 'release' <> 'restricted'
            and not exists (
                select 1
                from core.withheld_cell as w
                where v.organisation = w.organisation and v.indicator = w.indicator and v.period = w.period
            )
        )
    )
$$;
comment on function mart.rollup_as_of(timestamptz, text) is 'mart.rollup_as_of of one period: quick however long the history is';
