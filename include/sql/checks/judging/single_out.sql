-- where several figures bind each other, the one that breaks two relations is named and the others load:
-- of the figures that a fault puts in doubt only those stay that most other broken relations share.
-- a month that gives the growth which its cumulative does not has changed places with it: both stay in doubt
with broken as (
    select
        i.issue_no,
        i.submission_no,
        i.holds,
        i.fields -> 'figures' as figures
    from staging.issue as i
    where
        i.run_id = %(run_id)s
        and i.severity in ('critical', 'blocking')
        and i.fields ->> 'type' = 'relation-broken'
),

uses as (
    select
        b.submission_no,
        f.figure_no::integer as figure_no,
        count(distinct b.issue_no) as relations
    from broken as b
    cross join lateral jsonb_array_elements_text(b.figures) as f (figure_no)
    group by b.submission_no, f.figure_no
),

doubted as (
    select
        b.issue_no,
        b.submission_no,
        h.figure_no,
        u.relations,
        max(u.relations) over (partition by b.issue_no) as most,
        min(u.relations) over (partition by b.issue_no) as least
    from broken as b
    cross join lateral unnest(b.holds) as h (figure_no)
    inner join uses as u on b.submission_no = u.submission_no and h.figure_no = u.figure_no
),

exchanged as (
    select distinct d.issue_no
    from doubted as d
    inner join staging.figure as m
        on
            m.run_id = %(run_id)s
            and d.submission_no = m.submission_no
            and d.figure_no = m.figure_no
            and m.basis = 'current'
    inner join staging.figure as g
        on
            m.run_id = g.run_id
            and m.submission_no = g.submission_no
            and m.organisation = g.organisation
            and m.indicator = g.indicator
            and m.period = g.period
            and g.basis = 'growth_rate'
    inner join staging.figure as p
        on
            m.run_id = p.run_id
            and m.submission_no = p.submission_no
            and m.organisation = p.organisation
            and m.indicator = p.indicator
            and m.period = p.period
            and p.basis = 'prior_year'
            and p.value > 0
    where abs(100 * (m.value / p.value - 1) - g.value) <= 0.1
),

named as materialized (
    select
        d.issue_no,
        array_agg(d.figure_no order by d.figure_no) as figures
    from doubted as d
    where
        d.relations = d.most
        and d.most > d.least
        and d.most > 1
        and d.issue_no not in (select e.issue_no from exchanged as e)
    group by d.issue_no
)

update staging.issue set holds = n.figures
from named as n
where staging.issue.run_id = %(run_id)s and staging.issue.issue_no = n.issue_no;
