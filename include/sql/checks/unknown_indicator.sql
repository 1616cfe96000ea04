-- a number that belongs to no indicator of the catalogue, and of which recognising said nothing
select
    f.submission_no,
    'indicator-unknown' as type,
    null::text as severity,
    f.place,
    f.organisation,
    null::text as indicator,
    f.period,
    f.basis,
    f.label as observed,
    null::text as expected,
    null::text as difference,
    '{}'::jsonb as fields,
    array[f.figure_no] as holds
from batch as b
inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
where
    f.indicator is null
    and f.value is not null
    and f.source = 'cell'
    and not f.candidate
    and not f.is_total
    and not exists (
        select 1
        from staging.finding as n
        where
            n.run_id = f.run_id
            and n.submission_no = f.submission_no
            and (
                n.place = f.place
                or n.rule = 'indicator-unnamed'
                or (n.rule like 'indicator-%' and n.fields ->> 'observed' = f.label)
            )
    )
