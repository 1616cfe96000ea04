-- which published values the publication changed or took back, and what that came of: the submissions and decisions that took
-- effect since the one before it and gave, changed or withdrew a figure of what the row is made of; else the catalogue
with version as (
    select
        v.*,
        v.method not in ('sum_of_children', 'recomputed_over_children') as is_own,
        (v.content ->> 'value')::numeric as value,
        (v.content ->> 'reported')::integer as reported
    from core.rollup_version as v
    where v.period = %(period)s and (v.known_to = %(at)s::timestamptz or v.known_from = %(at)s::timestamptz)
),

moved as materialized (
    select
        e.organisation,
        e.indicator,
        e.basis,
        e.is_own,
        coalesce(b.method, e.method) as method,
        e.content ->> 'unit' as unit,
        e.value as old_value,
        b.value as new_value,
        e.reported as old_reported,
        coalesce(b.reported, 0) as new_reported,
        not e.is_own
        and (
            e.reported is distinct from b.reported
            or e.content -> 'missing' is distinct from b.content -> 'missing'
            or e.content -> 'held' is distinct from b.content -> 'held'
        ) as is_of_others
    from version as e
    left join version as b
        on
            b.known_from = %(at)s::timestamptz
            and e.organisation = b.organisation
            and e.indicator = b.indicator
            and e.basis = b.basis
            and e.is_own = b.is_own
    where e.known_to = %(at)s::timestamptz and e.value is not null and b.value is distinct from e.value
),

came as (
    select
        s.submission_id,
        s.arrival_id,
        s.known_from,
        s.reporter,
        s.form,
        s.sequence,
        s.revalidates,
        case
            when s.revalidates is not null then d.reason
            when a.inode = 0 then coalesce((
                select w.reason
                from (
                    select
                        quality.waiver.decided_at,
                        quality.waiver.reason
                    from quality.waiver
                    union all
                    select
                        quality.finalisation.decided_at,
                        quality.finalisation.reason
                    from quality.finalisation
                    union all
                    select
                        quality.reduction.decided_at,
                        quality.reduction.document as reason
                    from quality.reduction
                ) as w
                where w.decided_at <= a.received_at
                order by w.decided_at desc
                limit 1
            ), '')
        end as decision
    from raw.submission as s
    inner join raw.arrival as a on s.arrival_id = a.arrival_id
    left join quality.revalidation as d on s.known_from = d.known_from
    where s.known_from > %(since)s::timestamptz and s.known_from <= %(until)s::timestamptz
    union all
    select
        s.submission_id,
        s.arrival_id,
        c.known_from,
        s.reporter,
        s.form,
        s.sequence,
        null as revalidates,
        c.reason as decision
    from quality.confirmation as c
    inner join raw.submission as s on c.submission_id = s.submission_id
    where c.known_from > %(since)s::timestamptz and c.known_from <= %(until)s::timestamptz
),

figure as (
    select
        c.arrival_id,
        f.organisation,
        f.indicator,
        f.period
    from came as c
    inner join core.figure as f on c.submission_id = f.submission_id and c.known_from = f.known_from
    union
    -- withdrawn, nothing came in its place
    select
        c.arrival_id,
        f.organisation,
        f.indicator,
        f.period
    from came as c
    inner join raw.submission as e on c.reporter = e.reporter and c.form = e.form
    inner join core.figure as f on e.submission_id = f.submission_id and c.known_from = f.known_to
    where c.revalidates is not null
),

input as (
    select n.input
    from core.period_input as n
    where n.period = %(period)s
    union
    select s.input
    from core.summed_input as s
    where s.period = %(period)s
),

touched as materialized (
    select distinct
        f.arrival_id,
        f.organisation,
        f.indicator
    from figure as f
    inner join input as n on f.period = n.input
),

below as (
    select
        m.organisation,
        coalesce(l.organisation, m.organisation) as part
    from (
        select distinct moved.organisation
        from moved
    ) as m
    left join core.organisation_line as l on m.organisation = l.ancestor
    union
    select
        m.organisation,
        m.organisation as part
    from moved as m
),

made_of as (
    select below.*
    from below
    union
    select
        below.organisation,
        x.organisation as part
    from below
    inner join core.succession as x on below.part = x.heir
    union
    select
        below.organisation,
        x.heir as part
    from below
    inner join core.succession as x on below.part = x.organisation
),

reached as (
    select distinct
        m.organisation,
        m.indicator,
        m.basis,
        m.is_own,
        t.arrival_id
    from moved as m
    inner join core.indicator as i on m.indicator = i.code
    inner join made_of as o on m.organisation = o.organisation
    inner join touched as t on o.part = t.organisation and t.indicator in (i.code, i.numerator, i.denominator)
),

told as (
    select
        c.arrival_id,
        bool_and(c.decision is not null) as is_decision,
        string_agg(
            distinct coalesce(o.name, c.reporter, '') || coalesce('《' || f.title || '》', '') || coalesce('第' || c.sequence || '次报送', '')
            || case when c.decision <> '' then '（县级决定：' || c.decision || '）' when c.decision = '' then '（县级决定）' else '' end,
            '、'
        ) as words
    from came as c
    left join core.organisation as o on c.reporter = o.code
    left join lateral (
        select form.title
        from core.form as form
        where form.code = c.form
        order by form.version desc
        limit 1
    ) as f on true
    group by c.arrival_id
),

explained as (
    select
        r.organisation,
        r.indicator,
        r.basis,
        r.is_own,
        array_agg(r.arrival_id order by r.arrival_id) as arrivals,
        bool_and(t.is_decision) as is_decision,
        string_agg(t.words, '；' order by r.arrival_id) as words
    from reached as r
    inner join told as t on r.arrival_id = t.arrival_id
    group by r.organisation, r.indicator, r.basis, r.is_own
)

insert into core.restatement (
    period, organisation, indicator, basis, is_own, restated_at, method, unit, old_value, new_value, old_reported, new_reported,
    nature, cause, why, arrivals
)
select
    %(period)s as of_period,
    m.organisation,
    m.indicator,
    m.basis,
    m.is_own,
    %(at)s::timestamptz as restated_at,
    m.method,
    m.unit,
    m.old_value,
    m.new_value,
    m.old_reported,
    m.new_reported,
    case
        when %(reverts_to)s::integer is not null then 'reverted'
        when m.new_value is null then 'withdrawn'
        when m.is_of_others then 'completed'
        else 'corrected'
    end as nature,
    case
        when %(reverts_to)s::integer is not null then 'revert'
        when e.is_decision then 'decision'
        when e.arrivals is not null then 'submission'
        when %(catalogue_before)s <> %(catalogue)s then 'catalogue'
        else 'computation'
    end as cause,
    case
        when %(reverts_to)s::integer is not null then '恢复为第' || %(reverts_to)s || '次发布的数据'
        when e.arrivals is not null then e.words
        when %(catalogue_before)s <> %(catalogue)s then '目录调整'
        else '重新计算'
    end as why,
    case when %(reverts_to)s::integer is null then coalesce(e.arrivals, '{}') else '{}' end as arrivals
from moved as m
left join explained as e
    on m.organisation = e.organisation and m.indicator = e.indicator and m.basis = e.basis and m.is_own = e.is_own;
