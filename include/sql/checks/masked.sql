-- a figure that should be there and is masked by a symbol, or was left out of a sentence
with masked as (
    select
        f.submission_no,
        f.place,
        f.organisation,
        f.indicator,
        f.period,
        f.basis,
        f.raw_text,
        case
            when f.source = 'prose' and f.status = 'missing' then 'prose-missing'
            when f.source = 'prose' then 'prose-placeholder'
            else 'value-placeholder'
        end as type
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    where
        not f.candidate
        and not f.is_total
        and (f.status = 'placeholder' or (f.status = 'missing' and f.source = 'prose'))
)

select
    m.submission_no,
    m.type,
    null::text as severity,
    m.place,
    m.organisation,
    m.indicator,
    m.period,
    m.basis,
    m.raw_text as observed,
    null::text as expected,
    null::text as difference,
    jsonb_build_object('detail', '') as fields,
    '{}'::integer[] as holds
from masked as m
inner join batch as b on m.submission_no = b.submission_no
where
    not exists (
        select 1
        from staging.finding as n
        where
            n.run_id = b.run_id
            and n.submission_no = m.submission_no
            and n.place = m.place
            and n.rule in ('value-placeholder', 'prose-placeholder', 'prose-missing')
    )
