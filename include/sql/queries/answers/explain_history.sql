-- everything that was ever given for a figure, taken or not, oldest first
select
    f.reporter,
    f.form,
    f.value,
    f.unit,
    f.status,
    f.qualifier,
    'loaded' as disposition,
    f.known_from,
    nullif(f.known_to, 'infinity') as known_to,
    f.place,
    f.raw_text,
    s.file,
    s.arrival_id,
    s.received_at,
    s.sequence,
    s.verdict,
    s.submission_id,
    c.approver as confirmed_by,
    c.reason as confirmed_because
from core.figure as f
inner join raw.submission as s on f.submission_id = s.submission_id
left join quality.confirmation as c on f.submission_id = c.submission_id and f.figure_no = c.figure_no
where
    f.period_year = %(period_year)s
    and f.organisation = %(organisation)s
    and f.indicator = %(indicator)s
    and f.period = %(period)s
    and f.basis = %(basis)s
union all
select
    s.reporter,
    s.form,
    u.value,
    u.unit,
    u.status,
    null::text as qualifier,
    u.reason as disposition,
    u.known_from,
    null::timestamptz as known_to,
    u.place,
    u.raw_text,
    s.file,
    s.arrival_id,
    s.received_at,
    s.sequence,
    s.verdict,
    s.submission_id,
    null::text as confirmed_by,
    null::text as confirmed_because
from quality.unloaded_figure as u
inner join raw.submission as s on u.submission_id = s.submission_id
where
    u.organisation = %(organisation)s
    and u.indicator = %(indicator)s
    and u.period = %(period)s
    and u.basis = %(basis)s
order by known_from, submission_id, disposition;
