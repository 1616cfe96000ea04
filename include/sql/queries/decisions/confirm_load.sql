-- a confirmed candidate becomes a figure: the live one of its key ends, its own begins, the question about it is settled, its
-- period is published anew
update core.figure set known_to = %(known_from)s
from raw.submission as s
where
    s.submission_id = %(submission_id)s
    and core.figure.reporter = s.reporter
    and core.figure.known_to = 'infinity'
    and core.figure.period_year = %(period_year)s
    and core.figure.organisation = %(organisation)s
    and core.figure.indicator = %(indicator)s
    and core.figure.period = %(period)s
    and core.figure.basis = %(basis)s
    and core.figure.form = %(form)s;

insert into core.figure (
    period_year, organisation, indicator, period, basis, reporter, form, value, status, unit, digit_weight, place, raw_text, source,
    submission_id, figure_no, known_from
)
select
    %(period_year)s,
    %(organisation)s,
    %(indicator)s,
    %(period)s,
    %(basis)s,
    s.reporter,
    %(form)s,
    %(value)s,
    'reported' as status,
    %(unit)s,
    %(digit_weight)s,
    u.place,
    u.raw_text,
    u.source,
    u.submission_id,
    u.figure_no,
    %(known_from)s
from quality.unloaded_figure as u
inner join raw.submission as s on u.submission_id = s.submission_id
where u.submission_id = %(submission_id)s and u.figure_no = %(figure_no)s;

insert into quality.confirmation (
    submission_id, figure_no, organisation, indicator, period, basis, form, value, approver, reason, known_from
)
values (
    %(submission_id)s, %(figure_no)s, %(organisation)s, %(indicator)s, %(period)s, %(basis)s, %(form)s, %(value)s, %(approver)s,
    %(reason)s, %(known_from)s
);

update quality.issue set state = 'explained'
from quality.unloaded_figure as u
where
    u.submission_id = %(submission_id)s
    and u.figure_no = %(figure_no)s
    and quality.issue.submission_id = u.submission_id
    and quality.issue.place = u.place
    and quality.issue.rule = 'narrative-candidate'
    and quality.issue.state = 'open';

insert into meta.period_touched (period, touched_at, summed_at)
values (%(period)s, %(known_from)s, %(known_from)s)
on conflict (period) do update set touched_at = excluded.touched_at, summed_at = excluded.summed_at;

insert into meta.dirty_period (period, revision, raised_at)
values (%(period)s, nextval('meta.revision'), %(known_from)s)
on conflict (period) do update set revision = excluded.revision, raised_at = excluded.raised_at, indicators = null;
