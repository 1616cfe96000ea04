-- the names that reports which still stand wait for: not those of a file that was judged again or replaced since, nor of prose
-- that a person has confirmed
create view core.unmatched_name as
select
    u.submission_id,
    u.unmatched_no,
    u.kind,
    u.name,
    u.place,
    u.unit,
    u.basis,
    u.indicator,
    s.reporter,
    s.form,
    s.period,
    s.catalogue_hash,
    u.known_from
from quality.unmatched as u
inner join raw.submission as s on u.submission_id = s.submission_id
where
    s.duplicate_of is null
    and not exists (
        select 1
        from raw.submission as again
        where again.revalidates = s.submission_id
    )
    and not exists (
        select 1
        from raw.submission as later
        where
            later.reporter = s.reporter
            and later.form = s.form
            and later.period = s.period
            and later.submission_id > s.submission_id
            and later.duplicate_of is null
            and (
                later.verdict in ('accepted', 'accepted_with_queries', 'partially_accepted')
                or (later.verdict = 'returned' and s.verdict = 'returned')
            )
    )
    and not exists (
        select 1
        from quality.confirmation as c
        inner join raw.submission as o on c.submission_id = o.submission_id
        inner join quality.unloaded_figure as p on c.submission_id = p.submission_id and c.figure_no = p.figure_no
        where
            u.kind = 'measure'
            and o.reporter = s.reporter
            and o.sha256 = s.sha256
            and p.place = u.place
    );
comment on view core.unmatched_name is 'a row for each number that waits for a name of the catalogue, in reports that still stand';
