-- the same passage in two submissions: a paragraph with figures that another text has word for word. a correction of the
-- same report repeats itself and is none; what another reporter says of itself in the same words loads only after a review
with passages as (
    select distinct
        b.run_id,
        b.submission_no,
        b.reporter,
        b.form,
        b.period,
        b.sha256,
        p.paragraph_number,
        raw.passage(p.content) as passage
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    inner join raw.paragraph as p on b.sha256 = p.sha256 and p.paragraph_number::text = split_part(f.place, ':', 1)
    where b.kind = 'narrative' and b.reporter is not null and f.source = 'prose' and length(p.content) >= 24
),

known as (
    select distinct
        p.submission_no,
        p.paragraph_number,
        r.submission_id,
        r.reporter,
        r.file,
        q.paragraph_number as other_number
    from passages as p
    inner join raw.paragraph as q on raw.passage(q.content) = p.passage
    inner join raw.submission as r on q.sha256 = r.sha256
    where
        q.sha256 <> p.sha256
        and r.kind = 'narrative'
        and r.verdict not in ('waiting', 'ignored')
        and (r.reporter, coalesce(r.form, ''), coalesce(r.period, '')) is distinct from (p.reporter, coalesce(p.form, ''), coalesce(p.period, ''))
    union all
    select
        p.submission_no,
        p.paragraph_number,
        null::bigint as submission_id,
        o.reporter,
        s.file,
        o.paragraph_number as other_number
    from passages as p
    inner join passages as o on p.passage = o.passage
    inner join staging.submission as s on o.run_id = s.run_id and o.submission_no = s.submission_no
    where
        o.submission_no < p.submission_no
        and o.sha256 <> p.sha256
        and (o.reporter, coalesce(o.form, ''), coalesce(o.period, '')) is distinct from (p.reporter, coalesce(p.form, ''), coalesce(p.period, ''))
),

one as (
    select distinct on (k.submission_no, k.paragraph_number) k.*
    from known as k
    inner join batch as b on k.submission_no = b.submission_no
    order by k.submission_no asc, k.paragraph_number asc, (k.reporter <> b.reporter) desc, k.submission_id asc nulls last
),

told as (
    select
        o.submission_no,
        o.paragraph_number,
        o.reporter <> b.reporter as elsewhere,
        coalesce(g.name, o.reporter) || '《' || o.file || '》第' || o.other_number || '段' as detail,
        array(
            select f.figure_no
            from staging.figure as f
            where
                f.run_id = b.run_id
                and f.submission_no = o.submission_no
                and f.source = 'prose'
                and not f.candidate
                and f.status = 'reported'
                and f.organisation = b.reporter
                and split_part(f.place, ':', 1) = o.paragraph_number::text
            order by f.figure_no
        ) as figures
    from one as o
    inner join batch as b on o.submission_no = b.submission_no
    left join core.organisation as g on o.reporter = g.code
)

select
    t.submission_no,
    'prose-passage-repeated' as type,
    case when t.elsewhere and cardinality(t.figures) > 0 then 'blocking' end as severity,
    concat_ws(':', t.paragraph_number, 0) as place,
    null::text as organisation,
    null::text as indicator,
    null::text as period,
    null::text as basis,
    null::text as observed,
    null::text as expected,
    null::text as difference,
    jsonb_build_object('detail', t.detail) as fields,
    case when t.elsewhere then t.figures else '{}'::integer[] end as holds
from told as t
