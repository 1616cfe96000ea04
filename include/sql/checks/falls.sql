-- cumulatives of flows against the month before, as the same organisation gave it: a fall, and a sum that does not go on.
-- silent in the first owed period of a year, out of season, and where the form's own relation says it. a fall that the month
-- itself explains is asked only, also where the month stands in another report (sources may differ by a tenth); one that the
-- county announced before the file came (核减通知) is said only. a gap that is just what an earlier month came to names that
-- month, else the month before.
with compared as (
    select
        f.submission_no,
        f.figure_no,
        f.place,
        f.organisation,
        f.indicator,
        f.period,
        f.basis,
        f.value,
        coalesce(f.digit_weight, power(10::numeric, -i.decimals)) as weight,
        b.reporter,
        b.form,
        p.past,
        p.value as before,
        coalesce(p.digit_weight, power(10::numeric, -i.decimals)) as weight_before,
        m.value as month,
        m.figure_no as month_no,
        m.place as month_place,
        coalesce(m.digit_weight, power(10::numeric, -i.decimals)) as weight_month,
        case
            when m.value is null
                then (
                    select min(c.value)
                    from core.figure as c
                    where
                        c.organisation = f.organisation
                        and c.indicator = f.indicator
                        and c.period = f.period
                        and c.basis = 'current'
                        and c.period_year = t.year
                        and c.known_to = 'infinity'
                        and c.status = 'reported'
                )
        end as month_elsewhere,
        (
            select string_agg(r.document, '、' order by r.decided_at)
            from quality.reduction as r
            where
                r.organisation = f.organisation
                and r.indicator = f.indicator
                and r.period = f.period
                and r.decided_at <= b.received_at
        ) as announced,
        exists(
            select 1
            from stated as s
            where s.form = b.form and s.topic = 'fall' and s.indicator = f.indicator and s.basis = f.basis
        ) as fall_stated,
        exists(
            select 1
            from stated as s
            where s.form = b.form and s.topic = 'continuity' and s.indicator = f.indicator and s.basis = f.basis
        ) as continuity_stated
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    inner join core.indicator as i on f.indicator = i.code
    inner join core.period as t on f.period = t.period
    inner join published_before as p
        on
            f.submission_no = p.submission_no
            and f.organisation = p.organisation
            and f.period = p.period
            and f.indicator = p.indicator
            and f.basis = p.basis
            and p.own
    left join first_owed as fo on b.form = fo.form and f.indicator = fo.indicator
    left join staging.figure as m
        on
            f.run_id = m.run_id
            and f.submission_no = m.submission_no
            and f.organisation = m.organisation
            and f.indicator = m.indicator
            and f.period = m.period
            and m.basis = 'current'
            and m.status = 'reported'
            and not m.is_total
            and not exists (
                select 1
                from staging.figure as d
                where
                    d.run_id = m.run_id
                    and d.submission_no = m.submission_no
                    and d.organisation = m.organisation
                    and d.indicator = m.indicator
                    and d.period = m.period
                    and d.basis = m.basis
                    and d.status = 'reported'
                    and d.value <> m.value
            )
    where
        f.status = 'reported'
        and f.basis = 'cumulative'
        and i.kind = 'flow'
        and not f.is_total
        and not f.candidate
        and substr(p.past, 1, 4) = substr(f.period, 1, 4)
        and t.last_month > coalesce(fo.month, 1)
        and not (
            f.value = 0 and exists (
                select 1
                from core.off_season as s
                where s.form = b.form and s.indicator = f.indicator and s.month = t.last_month
            )
        )
),

measured as (
    select
        c.*,
        jsonb_build_array(
            jsonb_build_object('at', 'previous', 'basis', c.basis, 'value', trim_scale(c.before)::text),
            case
                when c.month is not null
                    then jsonb_build_object('basis', 'current', 'place', c.month_place, 'value', trim_scale(c.month)::text)
            end
        ) as operands,
        c.before - c.weight_before / 2 - (c.value + c.weight / 2) as fallen,
        greatest(
            c.value - c.weight / 2 - (c.before + c.month + (c.weight_before + c.weight_month) / 2),
            c.before + c.month - (c.weight_before + c.weight_month) / 2 - (c.value + c.weight / 2)
        ) as apart
    from compared as c
),

restated as (
    select
        m.submission_no,
        m.figure_no,
        (
            select max(c.period)
            from core.figure as c
            where
                c.organisation = m.organisation
                and c.indicator = m.indicator
                and c.basis = 'current'
                and c.reporter = m.reporter
                and c.form = m.form
                and c.known_to = 'infinity'
                and c.status = 'reported'
                and c.value <> 0
                and c.period_year = substr(m.period, 1, 4)::integer
                and c.period < m.period
                and abs(abs(m.value - m.before - m.month) - abs(c.value)) <= (m.weight + m.weight_before + m.weight_month) / 2
        ) as period
    from measured as m
    where m.apart >= m.weight
)

select
    m.submission_no,
    case
        when m.announced is not null then 'reduction-announced'
        when m.month < 0 and m.apart <= 0 then 'cumulative-fell-by-month'
        when m.month_elsewhere < 0 and m.before - m.value <= -1.1 * m.month_elsewhere then 'cumulative-fell-by-month'
        else 'cumulative-below-last-month'
    end as type,
    null::text as severity,
    m.place,
    m.organisation,
    m.indicator,
    m.period,
    m.basis,
    trim_scale(m.value)::text as observed,
    trim_scale(m.before)::text as expected,
    trim_scale(m.before - m.value)::text as difference,
    jsonb_build_object('detail', m.announced, 'operands', m.operands) as fields,
    array[m.figure_no] as holds
from measured as m
where m.fallen > 0 and not m.fall_stated
union all
select
    m.submission_no,
    case when (m.announced is not null) and m.value < m.before + m.month then 'reduction-announced' else 'cumulative-not-continuous' end as type,
    null::text as severity,
    concat_ws(', ', m.place, m.month_place) as place,
    m.organisation,
    m.indicator,
    m.period,
    m.basis,
    trim_scale(m.value)::text as observed,
    trim_scale(m.before + m.month)::text as expected,
    trim_scale(abs(m.value - m.before - m.month))::text as difference,
    jsonb_build_object(
        'detail',
        case
            when (m.announced is not null) and m.value < m.before + m.month then m.announced
            when r.period is not null then '相差的数正好是' || r.period || '的本月数，请看是否漏加、重加或改过这个月'
            else m.past || '报的累计是' || trim_scale(m.before)::text
        end,
        'operands',
        m.operands
    ) as fields,
    array[m.figure_no, m.month_no] as holds
from measured as m
inner join restated as r on m.submission_no = r.submission_no and m.figure_no = r.figure_no
where m.apart >= m.weight and m.fallen <= 0 and not m.continuity_stated
