-- declared totals: the sums of the parts that the file lists under them. the parts are the listed organisations right below the
-- total's own where there are some, else those whose parent is not listed itself. not applicable adds nothing; a part without a
-- number makes the sum unknown, a blank one only where blanks are not to be read as zero.
insert into staging.operand (
    run_id, submission_no, form, organisation, period, last_month, last_day, is_total, indicator, basis, at,
    value, half_digit, digit_weight, masked, in_file, source, own, parts
)
with asked as materialized (
    select distinct
        r.form,
        r.indicator,
        r.basis,
        r.blank_is_zero,
        r.counted,
        r.weight
    from rule.operand as r
    where
        r.children
        and r.form in (
            select s.form
            from staging.submission as s
            where s.run_id = %(run_id)s
        )
),

total as materialized (
    select distinct
        o.submission_no,
        o.form,
        o.organisation,
        o.period,
        o.last_month,
        o.last_day
    from staging.operand as o
    where o.run_id = %(run_id)s and o.is_total
),

part as materialized (
    select distinct on (f.submission_no, f.period, a.indicator, a.basis, a.blank_is_zero, f.organisation)
        f.submission_no,
        f.period,
        a.indicator,
        a.basis,
        a.blank_is_zero,
        f.organisation,
        h.parent,
        f.status in ('reported', 'not_applicable') or (a.blank_is_zero and f.status = 'blank') as usable,
        f.place,
        f.figure_no,
        case when f.status = 'reported' then f.value end as value,
        case
            when f.status = 'reported'
                then case when a.counted and coalesce(f.digit_weight, a.weight) <= 1 then 0 else coalesce(f.digit_weight, a.weight) / 2 end
        end as half,
        case when f.status = 'reported' then coalesce(f.digit_weight, a.weight) end as weight,
        not exists (
            select 1
            from staging.figure as above
            where
                above.run_id = f.run_id
                and above.submission_no = f.submission_no
                and above.indicator = f.indicator
                and above.basis = f.basis
                and above.period = f.period
                and above.organisation = h.parent
                and not above.is_total
                and not above.candidate
        ) as topmost
    from staging.submission as s
    inner join staging.figure as f on s.run_id = f.run_id and s.submission_no = f.submission_no
    inner join asked as a on s.form = a.form and f.indicator = a.indicator and f.basis = a.basis
    inner join core.organisation as h on f.organisation = h.code
    where s.run_id = %(run_id)s and not f.is_total and not f.candidate
    order by
        f.submission_no asc, f.period asc, a.indicator asc, a.basis asc, a.blank_is_zero asc, f.organisation asc, f.figure_no asc
)

select
    %(run_id)s,
    t.submission_no,
    t.form,
    t.organisation,
    t.period,
    t.last_month,
    t.last_day,
    true as is_total,
    p.indicator,
    p.basis,
    case when p.blank_is_zero then 'children_or_zero' else 'children' end as at,
    case when bool_and(p.usable) then sum(p.value) end as value,
    sum(p.half) as half_digit,
    max(p.weight) as digit_weight,
    false as masked,
    false as in_file,
    case when bool_and(p.usable) and sum(p.value) is not null then 'file' end as source,
    true as own,
    jsonb_agg(
        jsonb_build_object('organisation', p.organisation, 'place', p.place, 'value', trim_scale(p.value)::text) order by p.figure_no
    ) filter (where p.value is not null) as parts
from total as t
inner join part as p
    on
        t.submission_no = p.submission_no
        and t.period = p.period
        and (
            t.organisation = p.parent
            or (
                p.topmost
                and not exists (
                    select 1
                    from part as direct
                    where direct.submission_no = t.submission_no and direct.period = t.period and direct.parent = t.organisation
                )
            )
        )
group by t.submission_no, t.form, t.organisation, t.period, t.last_month, t.last_day, p.indicator, p.basis, p.blank_is_zero;
