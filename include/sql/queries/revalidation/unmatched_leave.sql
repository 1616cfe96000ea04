insert into quality.left_waiting (submission_id, catalogue_hash, noted_at)
select
    s.submission_id,
    %(catalogue_hash)s,
    %(noted_at)s
from unnest(%(submissions)s::bigint[]) as s (submission_id)
on conflict (submission_id, catalogue_hash) do nothing;
