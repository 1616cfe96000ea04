-- a value outside what its indicator can be. the month of a flow may be negative where its cumulative is not
-- (a refund, a correction): that is asked, not held, and not here where the cumulative fell by it, which is asked there.
-- nothing that can't be negative shrinks by more than all of it.
with bounded as (
    select
        f.*,
        i.kind,
        case
            when f.basis in ('growth_rate', 'current_growth_rate') then case when i.minimum >= 0 then -100 end
            when f.basis = 'plan_completion' then case when i.minimum >= 0 then 0 end
            else i.minimum
        end as low,
        case when f.basis not in ('growth_rate', 'current_growth_rate', 'plan_completion') then i.maximum end as high,
        i.unit as own_unit
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    inner join core.indicator as i on f.indicator = i.code
    where f.status = 'reported' and not f.candidate
),

-- months below zero beside a good cumulative
months as (
    select
        f.submission_no,
        f.figure_no,
        bool_or(
            exists (
                select 1
                from published_before as p
                where
                    p.submission_no = c.submission_no
                    and p.organisation = c.organisation
                    and p.period = c.period
                    and p.indicator = c.indicator
                    and p.basis = c.basis
                    and p.own
                    and substr(p.past, 1, 4) = substr(c.period, 1, 4)
                    and p.value > c.value
            )
        ) as fell
    from bounded as f
    inner join staging.figure as c
        on
            f.run_id = c.run_id
            and f.submission_no = c.submission_no
            and f.organisation = c.organisation
            and f.indicator = c.indicator
            and f.period = c.period
    where
        f.basis = 'current' and f.kind = 'flow' and f.value < f.low
        and c.basis = 'cumulative' and c.status = 'reported' and c.value >= f.low
    group by f.submission_no, f.figure_no
)

select
    f.submission_no,
    'value-out-of-bounds' as type,
    case when m.figure_no is not null then 'query' end as severity,
    f.place,
    f.organisation,
    f.indicator,
    f.period,
    f.basis,
    trim_scale(f.value)::text as observed,
    case
        when f.low is not null and f.high is not null then trim_scale(f.low)::text || '～' || trim_scale(f.high)::text
        when f.low is not null then '不小于' || trim_scale(f.low)::text
        else '不大于' || trim_scale(f.high)::text
    end as expected,
    null::text as difference,
    '{}'::jsonb as fields,
    array[f.figure_no] as holds
from bounded as f
left join months as m on f.submission_no = m.submission_no and f.figure_no = m.figure_no
where (f.value < f.low or f.value > f.high) and not coalesce(m.fell, false)
