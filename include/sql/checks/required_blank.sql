-- a required cell that is empty. silent where the emptiness has its reason: a rate without a positive base, the month
-- of the first owed period (its cumulative says it), the other of a stock's two bases, a cell with a finding of its own,
-- and all of a report whose year is a slip of the pen: nobody knows which version of the form it fills
with owed as (
    select
        b.run_id,
        b.form,
        f.submission_no,
        f.place,
        f.organisation,
        f.indicator,
        f.period,
        f.basis,
        i.kind
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    inner join staging.expected as e
        on
            f.run_id = e.run_id
            and f.submission_no = e.submission_no
            and f.organisation = e.organisation
            and f.indicator = e.indicator
            and f.period = e.period
            and f.basis = e.basis
    inner join core.indicator as i on f.indicator = i.code
    where
        f.status = 'blank'
        and e.required
        and not f.is_total
        and not f.candidate
        and not b.nil_report
        and not exists (
            select 1
            from staging.finding as n
            where
                n.run_id = b.run_id
                and n.submission_no = b.submission_no
                and (
                    n.rule = 'form-not-in-force'
                    or (n.rule = 'period-future' and left(b.period, 4)::integer > extract(year from b.received_at) + 1)
                )
        )
),

excused as (
    select
        o.submission_no,
        o.place
    from owed as o
    left join first_owed as fo on o.form = fo.form and o.indicator = fo.indicator
    inner join staging.figure as f
        on
            o.run_id = f.run_id
            and o.submission_no = f.submission_no
            and o.organisation = f.organisation
            and o.indicator = f.indicator
            and f.status in ('reported', 'held')
    inner join core.period as p on o.period = p.period
    where
        f.period = o.period
        and (
            (o.kind = 'stock' and o.basis in ('current', 'cumulative') and f.basis in ('current', 'cumulative'))
            or (o.basis = 'current' and f.basis = 'cumulative' and p.last_month <= fo.month)
        )
)

select
    o.submission_no,
    'value-required-blank' as type,
    null::text as severity,
    o.place,
    o.organisation,
    o.indicator,
    o.period,
    o.basis,
    null::text as observed,
    null::text as expected,
    null::text as difference,
    '{}'::jsonb as fields,
    '{}'::integer[] as holds
from owed as o
where
    not exists (
        select 1
        from excused as x
        where x.submission_no = o.submission_no and x.place = o.place
    )
    and not exists (
        select 1
        from staging.finding as n
        where n.run_id = o.run_id and n.submission_no = o.submission_no and n.place = o.place
    )
    and (
        o.basis not in ('growth_rate', 'current_growth_rate', 'plan_completion')
        or exists (
            select 1
            from staging.figure as base
            where
                base.run_id = o.run_id
                and base.submission_no = o.submission_no
                and base.organisation = o.organisation
                and base.indicator = o.indicator
                and base.status = 'reported'
                and base.value > 0
                and base.basis = case o.basis
                    when 'growth_rate' then 'prior_year'
                    when 'current_growth_rate' then 'current_prior_year'
                    else 'plan'
                end
        )
    )
