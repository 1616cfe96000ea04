-- a declared total against the sum of the parts that the file lists, where no relation of the form says it.
-- rates, ratios and indicators that do not add up are left alone, and so is a sum with a part that has no number.
with totals as (
    select
        f.*,
        coalesce(f.digit_weight, power(10::numeric, -i.decimals)) as weight,
        i.decimals,
        i.unit as own_unit
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    inner join core.indicator as i on f.indicator = i.code
    where
        f.is_total
        and f.status = 'reported'
        and i.additive
        and i.aggregation in ('sum', 'last')
        and f.basis not in ('growth_rate', 'current_growth_rate', 'plan_completion')
        and not exists (
            select 1
            from stated as s
            where s.form = b.form and s.topic = 'total' and s.indicator = f.indicator and s.basis = f.basis
        )
        and not exists (
            select 1
            from staging.finding as n
            where n.run_id = f.run_id and n.submission_no = f.submission_no and n.place = f.place and n.rule = 'hidden-rows-contradict-total'
        )
),

parts as (
    select distinct on (t.submission_no, t.figure_no, f.organisation)
        t.submission_no,
        t.figure_no,
        t.organisation as total_of,
        f.organisation,
        o.parent,
        f.status,
        f.place,
        f.figure_no as part_no,
        f.value,
        coalesce(f.digit_weight, power(10::numeric, -t.decimals)) as weight,
        not exists (
            select 1
            from staging.figure as above
            where
                above.run_id = f.run_id
                and above.submission_no = f.submission_no
                and above.organisation = o.parent
                and above.indicator = f.indicator
                and above.period = f.period
                and above.basis = f.basis
                and not above.is_total
                and not above.candidate
        ) as topmost
    from totals as t
    inner join staging.figure as f
        on
            t.run_id = f.run_id
            and t.submission_no = f.submission_no
            and t.indicator = f.indicator
            and t.period = f.period
            and t.basis = f.basis
    inner join core.organisation as o on f.organisation = o.code
    where not f.is_total and not f.candidate
    order by t.submission_no asc, t.figure_no asc, f.organisation asc, f.figure_no asc
),

chosen as (
    select
        p.*,
        bool_or(p.parent = p.total_of) over (partition by p.submission_no, p.figure_no) as has_direct
    from parts as p
),

sums as (
    select
        c.submission_no,
        c.figure_no,
        sum(c.value) filter (where c.status = 'reported') as value,
        coalesce(sum(c.weight) filter (where c.status = 'reported'), 0) / 2 as half,
        jsonb_agg(
            jsonb_build_object('organisation', c.organisation, 'place', c.place, 'value', trim_scale(c.value)::text)
            order by c.part_no
        ) filter (where c.status = 'reported') as operands
    from chosen as c
    where c.parent = c.total_of or (not coalesce(c.has_direct, false) and c.topmost)
    group by c.submission_no, c.figure_no
    having bool_and(c.status in ('reported', 'not_applicable')) and count(*) > 1
),

apart as (
    select
        t.*,
        s.value as parts_value,
        s.operands,
        case
            when
                t.weight <= 1 and t.own_unit in (
                    '户', '人', '家', '个', '只', '头', '株', '条', '项', '件', '次', '辆', '台', '所', '名', '村', '座', '处', '宗', '起', '场', '期',
                    '对', '口', '套', '栋', '幢', '份', '张', '例', '匹', '羽', '枚'
                )
                then abs(t.value - s.value)
            else abs(t.value - s.value) - t.weight / 2 - s.half
        end as gap
    from totals as t
    inner join sums as s on t.submission_no = s.submission_no and t.figure_no = s.figure_no
)

select
    a.submission_no,
    case when a.gap < a.weight then 'rounding' else 'total-mismatch' end as type,
    null::text as severity,
    a.place,
    a.organisation,
    a.indicator,
    a.period,
    a.basis,
    trim_scale(a.value)::text as observed,
    trim_scale(a.parts_value)::text as expected,
    trim_scale(abs(a.value - a.parts_value))::text as difference,
    jsonb_build_object('operands', a.operands) as fields,
    case when a.gap < a.weight then '{}'::integer[] else array[a.figure_no] end as holds
from apart as a
where a.gap > 0
