-- the reports that were judged under another catalogue than this and wait for names, a row each name, form and basis; not those
-- that this catalogue was found to judge no better
select
    w.submission_id,
    w.kind,
    w.name,
    w.form,
    w.basis
from core.unmatched_name as w
where
    w.catalogue_hash <> %(catalogue_hash)s
    and w.form is not null
    and w.period is not null
    and w.reporter is not null
    and not exists (
        select 1
        from quality.left_waiting as l
        where l.submission_id = w.submission_id and l.catalogue_hash = %(catalogue_hash)s
    )
group by w.submission_id, w.kind, w.name, w.form, w.basis
order by w.submission_id, w.kind, w.name, w.basis;
