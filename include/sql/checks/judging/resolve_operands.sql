-- the figures that the relations of the run's forms name, at every place of the run where one of them stands: of this
-- period as the file has them, a plan else from its year, what the form does not ask for else from another report; of another
-- period as the file itself has them, else as published.
-- what is joined here is worked out in the query, so that the planner guesses how many rows it has: where it guesses few, a loop
-- within a loop compares each of a run's places with each (200 forms took a minute). everything is joined by equal keys, of this
-- run alone, so that a hash serves at every size (merging by one of the keys compares a report's places with each other).
set local enable_nestloop = off;
set local enable_mergejoin = off;

insert into staging.operand (
    run_id, submission_no, form, organisation, period, last_month, last_day, is_total, indicator, basis, at,
    value, half_digit, digit_weight, figure_no, place, masked, in_file, source, own
)
with asked as materialized (
    select distinct
        r.form,
        r.over_children,
        r.indicator,
        r.basis,
        r.at,
        r.counted,
        r.weight,
        r.elsewhere and not r.over_children as elsewhere,
        r.valid_from,
        r.valid_to
    from rule.operand as r
    where
        not r.children
        and r.form in (
            select s.form
            from staging.submission as s
            where s.run_id = %(run_id)s
        )
),

named as materialized (
    select
        f.submission_no,
        s.form,
        f.organisation,
        f.period,
        t.last_month,
        t.last_day,
        f.is_total,
        f.indicator,
        f.basis,
        f.figure_no,
        f.place,
        f.value,
        f.digit_weight,
        f.status in ('placeholder', 'missing', 'error', 'held') as masked,
        f.status = 'reported'
        and f.value is not null
        and (
            f.value <> 0
            or not exists (
                select 1
                from core.off_season as o
                where o.form = s.form and o.indicator = f.indicator and o.month = t.last_month
            )
        ) as given
    from staging.submission as s
    inner join staging.figure as f on s.run_id = f.run_id and s.submission_no = f.submission_no
    inner join core.period as t on f.period = t.period
    where
        s.run_id = %(run_id)s
        and not f.candidate
        and (f.is_total or f.organisation is not null)
        and exists (
            select 1
            from asked as a
            where a.form = s.form and a.indicator = f.indicator and a.basis = f.basis
        )
),

key as materialized (
    select distinct
        a.form,
        a.indicator,
        a.basis,
        a.counted,
        a.weight
    from asked as a
),

standing as materialized (
    select
        n.submission_no,
        n.form,
        coalesce(n.organisation, '') as organisation,
        n.period,
        n.is_total,
        n.indicator,
        n.basis,
        n.last_month,
        n.last_day,
        case
            when min(n.value) filter (where n.given) = max(n.value) filter (where n.given) then min(n.value) filter (where n.given)
        end as value,
        max(coalesce(n.digit_weight, k.weight)) filter (where n.given) as weight,
        max(
            case when k.counted and coalesce(n.digit_weight, k.weight) <= 1 then 0 else coalesce(n.digit_weight, k.weight) / 2 end
        ) filter (where n.given) as half,
        min(n.figure_no) as figure_no,
        min(n.place) as place,
        bool_or(n.masked)
        or coalesce(min(n.value) filter (where n.given) <> max(n.value) filter (where n.given), false) as masked
    from named as n
    inner join key as k on n.form = k.form and n.indicator = k.indicator and n.basis = k.basis
    group by
        n.submission_no, n.form, coalesce(n.organisation, ''), n.period, n.is_total, n.indicator, n.basis, n.last_month, n.last_day
),

place as materialized (
    select distinct
        s.submission_no,
        s.form,
        s.organisation,
        s.period,
        s.last_month,
        s.last_day,
        s.is_total
    from standing as s
),

-- every place at which one of the figures stands that the form's relations name, and all of these figures there
wanted as materialized (
    select distinct
        p.submission_no,
        p.form,
        p.organisation,
        p.period,
        p.last_month,
        p.last_day,
        p.is_total,
        a.indicator,
        a.basis,
        a.at,
        a.counted,
        a.weight,
        bool_or(a.elsewhere) over (
            partition by p.submission_no, p.organisation, p.period, p.is_total, a.indicator, a.basis, a.at
        ) as elsewhere,
        case a.at
            when 'previous' then core.previous_period(p.period)
            when 'year_before' then core.year_before(p.period)
            when 'now' then left(p.period, 4)
        end as other
    from place as p
    inner join asked as a
        on
            p.form = a.form
            and p.is_total = a.over_children
            and p.last_day between coalesce(a.valid_from, '-infinity'::date) and coalesce(a.valid_to, 'infinity'::date)
),

found as (
    select
        w.*,
        n.submission_no is not null as in_file,
        coalesce(n.masked, false) as masked,
        n.value as now_value,
        n.half as now_half,
        n.weight as now_weight,
        n.figure_no as now_no,
        n.place as now_place,
        f.value as other_value,
        f.half as other_half,
        f.weight as other_weight,
        f.figure_no as other_no,
        f.place as other_place,
        p.value as past_value,
        p.digit_weight as past_weight,
        p.coarsest as past_coarsest,
        p.own as past_own,
        e.value as same_value,
        e.digit_weight as same_weight,
        e.coarsest as same_coarsest
    from wanted as w
    left join standing as n
        on
            w.submission_no = n.submission_no
            and w.organisation = n.organisation
            and w.period = n.period
            and w.is_total = n.is_total
            and w.indicator = n.indicator
            and w.basis = n.basis
    left join standing as f
        on
            w.submission_no = f.submission_no
            and w.organisation = f.organisation
            and w.other = f.period
            and w.period <> f.period
            and w.is_total = f.is_total
            and w.indicator = f.indicator
            and w.basis = f.basis
            and (w.at <> 'now' or w.basis = 'plan')
    left join staging.past_figure as p
        on
            p.run_id = %(run_id)s
            and w.submission_no = p.submission_no
            and w.organisation = p.organisation
            and w.period = p.period
            and w.indicator = p.indicator
            and w.basis = p.basis
            and p.at = case w.at when 'now' then 'annual' else w.at end
            and (w.at <> 'now' or w.basis = 'plan')
    left join staging.past_figure as e
        on
            e.run_id = %(run_id)s
            and w.submission_no = e.submission_no
            and w.organisation = e.organisation
            and w.period = e.period
            and w.indicator = e.indicator
            and w.basis = e.basis
            and e.at = 'same'
            and w.at = 'now'
            and w.elsewhere
)

select
    %(run_id)s,
    o.submission_no,
    o.form,
    nullif(o.organisation, '') as organisation,
    o.period,
    o.last_month,
    o.last_day,
    o.is_total,
    o.indicator,
    o.basis,
    o.at,
    case
        when o.at = 'now' then coalesce(o.now_value, o.other_value, o.past_value, o.same_value)
        else coalesce(o.other_value, o.past_value)
    end as value,
    case
        when o.at = 'now' and o.now_value is not null then o.now_half
        when o.other_value is not null then o.other_half
        when o.past_value is not null
            then case when o.counted and coalesce(o.past_coarsest, o.weight) <= 1 then 0 else coalesce(o.past_weight, o.weight) / 2 end
        when o.same_value is not null
            then case when o.counted and coalesce(o.same_coarsest, o.weight) <= 1 then 0 else coalesce(o.same_weight, o.weight) / 2 end
    end as half_digit,
    case
        when o.at = 'now' and o.now_value is not null then o.now_weight
        when o.other_value is not null then o.other_weight
        when o.past_value is not null then coalesce(o.past_coarsest, o.weight)
        when o.same_value is not null then coalesce(o.same_coarsest, o.weight)
    end as digit_weight,
    case
        when o.at = 'now' and (o.now_value is not null or not (o.basis = 'plan' or o.elsewhere)) then o.now_no
        when o.at = 'now' and o.other_value is not null then o.other_no
    end as figure_no,
    case
        when o.at = 'now' and (o.now_value is not null or not (o.basis = 'plan' or o.elsewhere)) then o.now_place
        when o.at = 'now' and o.other_value is not null then o.other_place
    end as place,
    o.at = 'now' and o.masked as masked,
    o.in_file,
    case
        when o.at = 'now' and o.now_value is not null then 'file'
        when o.other_value is not null then 'file'
        when coalesce(o.past_value, o.same_value) is not null then 'published'
    end as source,
    coalesce(o.other_value is not null or (o.at = 'now' and o.now_value is not null) or o.past_own, false) as own
from found as o;

set local enable_nestloop = on;
set local enable_mergejoin = on;
