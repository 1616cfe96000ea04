-- a value that differs from what it can be compared with by a factor of units: 万元 for 元, 亩 for 公顷.
-- the signs are its own history (last period, same period of last year), what stands beside it, and a total that
-- fits only after division. two signs that agree hold the figure, one asks.
with factors (factor, nearness, detail, needs) as (
    values
    (10000::numeric, 0.5::numeric, '像是少除或多乘了一万（元与万元、亩与万亩）', ''),
    (1000, 0.5, '像是差了一千倍（千元与元、公斤与吨）', ''),
    (15, 0.15, '像是把亩当成了公顷，或把公顷当成了亩', '亩')
),

subjects as (
    select
        f.*,
        i.kind,
        i.unit as own_unit,
        u.base_unit
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    inner join core.indicator as i on f.indicator = i.code
    left join core.unit as u on i.unit = u.unit
    where
        f.status = 'reported'
        and f.value > 0
        and f.basis in ('current', 'cumulative', 'prior_year', 'current_prior_year')
        and i.kind in ('flow', 'stock')
        and not f.is_total
        and not f.candidate
),

signs as (
    select
        s.submission_no,
        s.figure_no,
        'history' as sign,
        s.value / p.value as ratio
    from subjects as s
    inner join published_before as p
        on
            s.submission_no = p.submission_no
            and s.organisation = p.organisation
            and s.period = p.period
            and s.indicator = p.indicator
            and s.basis = p.basis
            and p.own
    where p.value > 0 and (s.basis = 'current' or substr(p.past, 1, 4) = substr(s.period, 1, 4))
    union all
    select
        s.submission_no,
        s.figure_no,
        'last_year' as sign,
        s.value / p.value as ratio
    from subjects as s
    inner join published_last_year as p
        on
            s.submission_no = p.submission_no
            and s.organisation = p.organisation
            and s.period = p.period
            and s.indicator = p.indicator
            and p.basis = case s.basis
                when 'prior_year' then coalesce(s.refers_to, 'cumulative')
                when 'current_prior_year' then 'current'
                else s.basis
            end
    where p.value > 0
    union all
    select
        s.submission_no,
        s.figure_no,
        'beside' as sign,
        s.value / p.value as ratio
    from subjects as s
    inner join staging.figure as p
        on
            s.run_id = p.run_id
            and s.submission_no = p.submission_no
            and s.organisation = p.organisation
            and s.indicator = p.indicator
            and s.period = p.period
            and p.status = 'reported'
            and p.value > 0
            and not p.is_total
            and (
                (p.basis = 'current_prior_year' and s.basis = 'current')
                or (p.basis = 'prior_year' and s.basis = coalesce(p.refers_to, 'cumulative'))
                or (s.basis = 'current_prior_year' and p.basis = 'current')
                or (s.basis = 'prior_year' and p.basis = coalesce(s.refers_to, 'cumulative'))
            )
    union all
    select
        s.submission_no,
        s.figure_no,
        'row' as sign,
        case when s.basis = 'cumulative' then s.value / (o.value * t.last_month) else s.value * t.last_month / o.value end as ratio
    from subjects as s
    inner join core.period as t on s.period = t.period and t.frequency = 'month'
    inner join core.indicator as i on s.indicator = i.code and i.kind = 'flow'
    inner join staging.figure as o
        on
            s.run_id = o.run_id
            and s.submission_no = o.submission_no
            and s.organisation = o.organisation
            and s.indicator = o.indicator
            and s.period = o.period
            and o.status = 'reported'
            and o.value > 0
            and not o.is_total
            and o.basis = case s.basis when 'current' then 'cumulative' when 'cumulative' then 'current' end
),

by_total as (
    select
        s.submission_no,
        s.figure_no,
        case
            when abs(t.value - (x.value - s.value + s.value / k.factor)) <= coalesce(t.digit_weight, 1) * 2 then k.factor
            when abs(t.value - (x.value - s.value + s.value * k.factor)) <= coalesce(t.digit_weight, 1) * 2 then 1 / k.factor
        end as ratio
    from subjects as s
    inner join staging.figure as t
        on
            s.run_id = t.run_id
            and s.submission_no = t.submission_no
            and s.indicator = t.indicator
            and s.period = t.period
            and s.basis = t.basis
            and t.is_total
            and t.value is not null
    inner join lateral (
        select
            sum(o.value) as value,
            bool_or(o.figure_no = s.figure_no) as is_part
        from staging.figure as o
        inner join core.organisation as h on o.organisation = h.code
        where
            o.run_id = s.run_id
            and o.submission_no = s.submission_no
            and o.indicator = s.indicator
            and o.period = s.period
            and o.basis = s.basis
            and o.status = 'reported'
            and not o.is_total
            and not o.candidate
            and not exists (
                select 1
                from staging.figure as above
                where
                    above.run_id = o.run_id
                    and above.submission_no = o.submission_no
                    and above.organisation = h.parent
                    and above.indicator = o.indicator
                    and above.period = o.period
                    and above.basis = o.basis
                    and not above.is_total
                    and not above.candidate
            )
    ) as x on true
    cross join factors as k
    where x.is_part and abs(t.value - x.value) > s.value / 10 / k.factor
),

all_signs as (
    select
        s.submission_no,
        s.figure_no,
        s.sign,
        s.ratio
    from signs as s
    union all
    select
        t.submission_no,
        t.figure_no,
        'total' as sign,
        t.ratio
    from by_total as t
    where t.ratio is not null
),

agreed as (
    select
        s.submission_no,
        s.figure_no,
        k.factor,
        k.detail,
        a.ratio > 1 as too_large,
        count(distinct a.sign) as signs,
        count(distinct a.sign) filter (where a.sign <> 'row') as telling
    from subjects as s
    inner join all_signs as a on s.submission_no = a.submission_no and s.figure_no = a.figure_no
    inner join factors as k on abs(abs(ln(a.ratio)) - ln(k.factor)) <= k.nearness
    where k.needs = '' or s.base_unit = k.needs
    group by s.submission_no, s.figure_no, k.factor, k.detail, a.ratio > 1
),

-- what one comparison says another may deny: a series that jumps about, or was as high or as low before, is no slip
denied as (
    select
        a.submission_no,
        a.figure_no,
        count(distinct a.sign) as signs
    from all_signs as a
    where a.sign <> 'row' and abs(ln(a.ratio)) < ln(4)
    group by a.submission_no, a.figure_no
),

seen_before as (
    select distinct
        a.submission_no,
        a.figure_no
    from agreed as a
    inner join subjects as s on a.submission_no = s.submission_no and a.figure_no = s.figure_no
    inner join core.figure as c on s.organisation = c.organisation and s.indicator = c.indicator and s.basis = c.basis
    where
        c.known_to = 'infinity'
        and c.status = 'reported'
        and c.period < s.period
        and length(c.period) = length(s.period)
        and c.value between s.value / 4 and s.value * 4
),

-- fifteen times is much for land that lies there, and little for what is done in a month: there it takes two signs
chosen as (
    select distinct on (a.submission_no, a.figure_no) a.*
    from agreed as a
    inner join subjects as s on a.submission_no = s.submission_no and a.figure_no = s.figure_no
    left join denied as d on a.submission_no = d.submission_no and a.figure_no = d.figure_no
    left join seen_before as b on a.submission_no = b.submission_no and a.figure_no = b.figure_no
    where
        a.telling > coalesce(d.signs, 0) + case when b.figure_no is null then 0 else 2 end
        and (a.signs > 1 or a.factor > 15 or s.kind = 'stock')
    order by a.submission_no asc, a.figure_no asc, a.signs desc, a.factor desc
)

select
    s.submission_no,
    case when c.signs > 1 then 'unit-suspect' else 'unit-slip-possible' end as type,
    null::text as severity,
    s.place,
    s.organisation,
    s.indicator,
    s.period,
    s.basis,
    trim_scale(s.value)::text as observed,
    trim_scale(c.factor)::text as expected,
    null::text as difference,
    jsonb_build_object('detail', c.detail) as fields,
    case when c.signs > 1 then array[s.figure_no] else '{}'::integer[] end as holds
from chosen as c
inner join subjects as s on c.submission_no = s.submission_no and c.figure_no = s.figure_no
