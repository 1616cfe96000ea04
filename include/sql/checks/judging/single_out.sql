-- where several figures bind each other, the one that breaks two relations is named and the others load:
-- of the figures that a fault puts in doubt only those stay that most other broken relations share
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
        h.figure_no,
        u.relations,
        max(u.relations) over (partition by b.issue_no) as most,
        min(u.relations) over (partition by b.issue_no) as least
    from broken as b
    cross join lateral unnest(b.holds) as h (figure_no)
    inner join uses as u on b.submission_no = u.submission_no and h.figure_no = u.figure_no
),

named as (
    select
        d.issue_no,
        array_agg(d.figure_no order by d.figure_no) as figures
    from doubted as d
    where d.relations = d.most and d.most > d.least and d.most > 1
    group by d.issue_no
)

update staging.issue set holds = n.figures
from named as n
where staging.issue.run_id = %(run_id)s and staging.issue.issue_no = n.issue_no;
