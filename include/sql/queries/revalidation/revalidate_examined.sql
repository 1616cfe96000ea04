insert into quality.examined (submission_id, catalogue_hash, known_from)
select
    s.submission_id,
    %(catalogue)s,
    %(known_from)s
from unnest(%(submissions)s::bigint[]) as s (submission_id)
on conflict (submission_id, catalogue_hash) do nothing;
