-- a final period under which nothing is newer than what it was made final with is not behind
delete from meta.dirty_period as d
using meta.final_period as f, meta.publication as p, meta.published as h, meta.catalogue as was, meta.catalogue as now
where
    d.period = f.period
    and d.period = p.period
    and d.period = h.period
    and p.published_at = h.published_at
    and h.catalogue_hash = was.hash
    and now.in_force
    and was.reference_hash = now.reference_hash
    and not exists (
        select 1
        from core.touched_input as t
        where t.period = d.period and t.touched_at > p.as_of
    );
