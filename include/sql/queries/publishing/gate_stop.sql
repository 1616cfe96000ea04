insert into meta.stopped_publication (period, revision, as_of, catalogue_hash, kind, reasons, stopped_at)
select
    %(period)s as stopped,
    d.revision as stopped_revision,
    coalesce(%(as_of)s::timestamptz, '-infinity') as of_figures,
    %(catalogue)s as by_catalogue,
    %(kind)s as of_kind,
    %(reasons)s::text[] as because,
    %(at)s::timestamptz as since
from meta.dirty_period as d
where d.period = %(period)s
on conflict (period) do update set
    revision = excluded.revision,
    as_of = excluded.as_of,
    catalogue_hash = excluded.catalogue_hash,
    kind = excluded.kind,
    reasons = excluded.reasons,
    stopped_at = excluded.stopped_at;
