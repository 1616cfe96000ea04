-- the source that is shown against every other of the same figure: at the period itself, and where a shorter period ends with
-- it and says the same (1-6月, 上半年). of one pair of sources the first basis that differs is asked about, and the plan.
-- different maturities never contradict: 3 per cent apart are said, more is asked. prose may round as it is written, and 约, 超过 and
-- 不足 allow what they say; what its reporter has explained is not asked again.
with ending as (
    select distinct
        same.period,
        same.year,
        same.months
    from core.period as target
    inner join core.period as same
        on target.year = same.year and target.last_month = same.last_month and target.months >= same.months
    where target.period = any(%(periods)s)
),

live as (
    select
        s.organisation,
        s.indicator,
        s.period,
        s.basis,
        s.reporter,
        s.form,
        s.value,
        s.unit,
        s.raw_text,
        s.qualifier,
        s.maturity,
        s.source,
        s.turn,
        p.year,
        p.last_month,
        p.months,
        core.figure_sense(s.basis, i.kind, p.frequency, p.last_month, s.refers_to) as sense,
        coalesce(
            s.digit_weight,
            power(
                10::numeric,
                -case when s.basis in ('growth_rate', 'current_growth_rate', 'plan_completion') then 1 else i.decimals end
            )
        ) as weight,
        coalesce(array_position(array['revised', 'final', 'flash', 'estimate'], s.maturity), 3) as finality,
        r.name || '《' || coalesce(f.title, s.form) || '》' as said_by,
        o.name as organisation_name,
        i.name as indicator_name,
        coalesce(f.sets_plan, false) as sets_plan
    from core.source_figure as s
    inner join core.period as p on s.period = p.period
    inner join core.indicator as i on s.indicator = i.code
    inner join core.organisation as o on s.organisation = o.code
    inner join core.organisation as r on s.reporter = r.code
    left join lateral (
        select
            form.title,
            form.frequency = 'year' as sets_plan
        from core.form as form
        where form.code = s.form
        order by form.version desc
        limit 1
    ) as f on true
    where
        s.period = any(array(select e.period from ending as e))
        and (%(indicators)s::text[] is null or s.indicator = any(%(indicators)s))
        and s.period_year between (select min(e.year) from ending as e) and (select max(e.year) from ending as e)
        and s.status = 'reported'
),

pairs as (
    select
        a.period,
        a.organisation,
        a.indicator,
        a.organisation_name,
        a.indicator_name,
        a.basis,
        a.reporter,
        a.form,
        a.value,
        a.unit,
        a.said_by,
        a.maturity,
        b.reporter as other_reporter,
        b.form as other_form,
        b.value as other_value,
        b.said_by as other_said_by,
        b.maturity as other_maturity,
        case when a.finality <= b.finality then a.value else b.value end as more_final,
        (a.weight + b.weight) / 2 as rounding,
        case when a.source = 'prose' then a.weight else b.weight end as said_weight,
        case when a.source <> b.source then coalesce(case when a.source = 'prose' then a.qualifier else b.qualifier end, 'exact') end as said,
        case when a.source = 'prose' then a.value - b.value else b.value - a.value end as said_more,
        case when a.source = 'prose' then a.raw_text else b.raw_text end as said_text,
        a.source = 'prose' as is_prose,
        a.sets_plan
    from live as a
    inner join live as b
        on
            a.organisation = b.organisation
            and a.indicator = b.indicator
            and a.year = b.year
            and a.last_month = b.last_month
            and a.sense = b.sense
    where
        a.period = any(%(periods)s)
        and a.turn = 1
        and (
            (a.period = b.period and a.basis = b.basis and b.turn > 1)
            or (a.months > b.months and b.turn = 1 and (a.reporter <> b.reporter or a.form <> b.form))
        )
),

differing as (
    select
        p.*,
        abs(p.other_value - p.value) as gap,
        case
            when (p.maturity is distinct from p.other_maturity) then 'maturity-differs'
            when p.basis = 'plan' and p.sets_plan then 'plan-differs'
            when p.said is not null then 'prose-differs-from-table'
            else 'sources-differ'
        end as type,
        array_position(
            array['cumulative', 'current', 'prior_year', 'current_prior_year', 'growth_rate', 'current_growth_rate', 'plan_completion', 'plan'],
            p.basis
        ) as choice
    from pairs as p
    where
        case
            when p.said in ('more_than', 'at_least') then p.said_more > p.rounding
            when p.said in ('less_than', 'at_most') then -p.said_more > p.rounding
            when p.said = 'about' then abs(p.said_more) > p.rounding + p.said_weight / 2
            else abs(p.other_value - p.value) > p.rounding
        end
),

once as (
    select distinct on (d.period, d.organisation, d.indicator, d.reporter, d.form, d.other_reporter, d.other_form, d.basis = 'plan') d.*
    from differing as d
    order by
        d.period asc, d.organisation asc, d.indicator asc, d.reporter asc, d.form asc, d.other_reporter asc, d.other_form asc,
        d.basis = 'plan' asc, d.choice asc
),

turned as (
    -- what is observed is what another said beside the one that is shown; of prose and a form, what the prose says
    select
        o.*,
        trim_scale(case when o.type = 'prose-differs-from-table' and o.is_prose then o.value else o.other_value end) as observed_value,
        trim_scale(case when o.type = 'prose-differs-from-table' and o.is_prose then o.other_value else o.value end) as expected_value,
        case when o.type = 'prose-differs-from-table' and o.is_prose then o.said_by else o.other_said_by end as observed_by,
        case when o.type = 'prose-differs-from-table' and o.is_prose then o.other_said_by else o.said_by end as expected_by
    from once as o
)

select
    t.period,
    t.type,
    case
        when t.type <> 'maturity-differs' then null
        when t.basis in ('growth_rate', 'current_growth_rate', 'plan_completion') and t.gap <= 3 then 'info'
        when t.basis not in ('growth_rate', 'current_growth_rate', 'plan_completion') and 100 * t.gap <= 3 * abs(t.more_final) then 'info'
        else 'query'
    end as severity,
    t.organisation,
    t.indicator,
    t.basis,
    t.reporter,
    t.form,
    t.other_reporter,
    t.other_form,
    t.observed_value::text as observed,
    t.expected_value::text as expected,
    trim_scale(t.gap)::text as difference,
    jsonb_build_object(
        'organisation', t.organisation_name,
        'indicator', t.indicator_name,
        'place', t.observed_by,
        'detail', t.expected_by,
        'observed', case when t.type = 'prose-differs-from-table' then t.said_text else t.observed_value::text || t.unit end,
        'expected', t.expected_value::text || t.unit,
        'difference', trim_scale(t.gap)::text || t.unit
    ) as fields
from turned as t
where
    not exists (
        select 1
        from quality.explanation as x
        where
            t.type = 'prose-differs-from-table'
            and x.rule = t.type
            and x.accepted
            and x.lapsed_at is null
            and x.organisation = t.organisation
            and x.indicator = t.indicator
            and x.value in (t.value, t.other_value)
    )
    -- a plan column that differs was asked about on its receipt
    and not exists (
        select 1
        from quality.issue as q
        where
            t.type = 'plan-differs'
            and q.rule = t.type
            and q.state <> 'void'
            and q.organisation = t.organisation
            and q.indicator = t.indicator
            and q.basis = t.basis
            and q.observed = t.observed_value::text
            and q.expected = t.expected_value::text
    )
order by t.period, t.organisation, t.indicator, t.choice, t.other_reporter, t.other_form;
