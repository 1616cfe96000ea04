-- the names of the run that the catalogue lacks
insert into quality.unmatched (submission_id, unmatched_no, kind, name, place, unit, basis, indicator, known_from)
select
    s.submission_id,
    u.unmatched_no,
    u.kind,
    u.name,
    u.place,
    u.unit,
    u.basis,
    u.indicator,
    %(known_from)s
from staging.unmatched as u
inner join staging.submission as s on u.run_id = s.run_id and u.submission_no = s.submission_no
where u.run_id = %(run_id)s;
