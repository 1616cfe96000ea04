-- whether the period is final, published as it stands, and what its reports still hold
with waiting as (
    select v.reporter_name || '《' || v.form_title || '》' || v.held || '项' as what
    from mart.coverage as v
    where v.period = %(period)s and v.held > 0
)

select
    coalesce(
        (
            select f.is_final
            from quality.finalisation as f
            where f.period = %(period)s
            order by f.decided_at desc
            limit 1
        ),
        false
    ) as is_final,
    exists (
        select 1
        from meta.publication as p
        where p.period = %(period)s
    )
    and not exists (
        select 1
        from meta.dirty_period as d
        where d.period = %(period)s
    ) as is_published,
    array(
        select w.what
        from waiting as w
        order by w.what
    ) as held,
    (
        select p.revision
        from meta.publication as p
        where p.period = %(period)s
    ) as revision,
    (
        select count(distinct r.indicator)
        from core.rollup as r
        where r.period = %(period)s
    ) as indicators,
    (
        select count(*)
        from mart.coverage as v
        where v.period = %(period)s and v.reported < v.expected
    ) as incomplete;
