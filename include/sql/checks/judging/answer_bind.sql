-- each explanation of the run finds the fault that its number means: in the file that it was written in, else in the latest
-- file of that reporter with such a number to act on (of the same form and period first). an explanation that answers a
-- refusal answers what was refused. its value is what the file that it came with gives now, else what was asked about
with answer as (
    select
        e.submission_no,
        e.explanation_no,
        e.answers_to,
        s.reporter,
        s.form,
        s.period,
        (regexp_match(e.number, '^(?:(\d{1,4})-)?(\d{1,6})$'))[1]::integer as part,
        (regexp_match(e.number, '^(?:(\d{1,4})-)?(\d{1,6})$'))[2]::integer as number
    from staging.explanation as e
    inner join staging.submission as s on e.run_id = s.run_id and e.submission_no = s.submission_no
    where e.run_id = %(run_id)s and s.reporter is not null
),

asked as (
    select distinct on (a.submission_no, a.explanation_no)
        a.submission_no,
        a.explanation_no,
        i.issue_id,
        i.submission_id,
        i.severity = 'query' and r.verdict <> 'returned' as answerable,
        i.rule as own_rule,
        i.organisation,
        i.period,
        i.indicator,
        i.basis,
        i.place,
        i.observed,
        i.value
    from answer as a
    inner join raw.submission as r on a.reporter = r.reporter
    inner join quality.questioned as i on r.submission_id = i.submission_id and a.number = i.number
    where
        i.severity <> 'info'
        and i.responsibility = 'department'
        and i.state <> 'void'
        and (a.part is null or a.part = r.submission_no)
        and (
            a.answers_to is null
            or a.answers_to = r.arrival_id
            or not exists (
                select 1
                from raw.arrival as named
                where named.arrival_id = a.answers_to
            )
        )
    order by
        a.submission_no asc,
        a.explanation_no asc,
        coalesce(a.form = r.form, false) desc,
        coalesce(a.period = r.period, false) desc,
        r.submission_id desc
),

bound as materialized (
    select
        q.submission_no,
        q.explanation_no,
        coalesce(x.issue_id, q.issue_id) as issue_id,
        q.answerable,
        coalesce(x.rule, q.own_rule) as rule,
        q.organisation,
        q.period,
        q.indicator,
        q.basis,
        coalesce(now.value, x.value, q.value) as value,
        q.place,
        case when x.explanation_id is null then q.observed else x.observed end as observed
    from asked as q
    left join quality.explanation as x
        on q.submission_id = x.submission_id and q.observed = x.label and q.own_rule = 'explanation-refused'
    left join lateral (
        select f.value
        from staging.figure as f
        where
            f.run_id = %(run_id)s
            and f.submission_no = q.submission_no
            and f.value is not null
            and f.organisation = q.organisation
            and f.indicator = q.indicator
            and f.period = q.period
            and f.basis = q.basis
            and not f.candidate
            and not f.is_total
        order by f.place = q.place desc, f.figure_no asc
        limit 1
    ) as now on true
)

update staging.explanation set
    issue_id = b.issue_id,
    answerable = b.answerable,
    rule = b.rule,
    organisation = b.organisation,
    period = b.period,
    indicator = b.indicator,
    basis = b.basis,
    value = b.value,
    issue_place = b.place,
    observed = b.observed
from bound as b
where
    staging.explanation.run_id = %(run_id)s
    and staging.explanation.submission_no = b.submission_no
    and staging.explanation.explanation_no = b.explanation_no;
