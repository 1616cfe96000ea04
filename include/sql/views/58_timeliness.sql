-- DESIGN §1: who is late. a report counts once it is accepted, with or without questions; it is on time by the arrival of the
-- file that was accepted as it was (core.report_attempts).
create view mart.timeliness as
select
    d.period,
    d.form,
    v.title as form_title,
    d.reporter,
    o.name as reporter_name,
    d.due_at,
    d.due_at <= now() as is_due,
    case
        when t.received_at is null then '未报'
        when t.standing is null then '退回'
        when t.acceptable_at is null then '部分'
        when q.open_queries > 0 then '待解释'
        else '已收'
    end as state,
    t.received_at,
    t.acceptable_at,
    t.accepted_at,
    t.acceptable_at <= d.due_at as on_time,
    case
        when t.acceptable_at is not null
            then greatest((t.acceptable_at at time zone 'Asia/Shanghai')::date - (d.due_at at time zone 'Asia/Shanghai')::date, 0)
    end as days_late,
    case
        when t.acceptable_at is null
            then greatest((now() at time zone 'Asia/Shanghai')::date - (d.due_at at time zone 'Asia/Shanghai')::date, 0)
    end as days_overdue,
    coalesce(t.attempts, 0) as attempts,
    t.standing[1][2]::integer as required_figures,
    t.standing[1][3]::integer as taken_figures,
    coalesce(h.held_figures, 0)::integer as held_figures,
    coalesce(q.open_queries, 0)::integer as open_queries,
    t.standing[1][1] as standing_submission,
    t.last_submission
from core.due_report as d
left join core.organisation as o on d.reporter = o.code
left join lateral (
    select form.title
    from core.form as form
    where form.code = d.form
    order by form.version desc
    limit 1
) as v on true
left join core.report_attempts as t on d.period = t.period and d.form = t.form and d.reporter = t.reporter
left join lateral (
    select count(*) as held_figures
    from quality.unloaded_figure as u
    where u.submission_id = t.standing[1][1] and t.verdicts[1] = 'partially_accepted' and u.reason in ('held', 'ambiguous')
) as h on true
left join lateral (
    select count(*) as open_queries
    from quality.issue as i
    where
        i.submission_id = t.standing[1][1]
        and t.verdicts[1] <> 'accepted'
        and i.severity = 'query'
        and i.responsibility = 'department'
        and i.state = 'open'
) as q on true;
comment on view mart.timeliness is
'every report that is owed, when it is due, and how it stands: of published periods, and of those that are due since the system began';
comment on column mart.timeliness.period is 'report period';
comment on column mart.timeliness.form is 'code of the form that is owed';
comment on column mart.timeliness.form_title is 'its title';
comment on column mart.timeliness.reporter is 'code of the organisation that owes it';
comment on column mart.timeliness.reporter_name is 'its name';
comment on column mart.timeliness.due_at is 'when it is due, moved past weekends and holidays to the next working day';
comment on column mart.timeliness.is_due is 'whether that has passed';
comment on column mart.timeliness.state is
'未报 nothing came; 退回 nothing could be taken; 部分 some figures taken, the report doesn''t count yet; 待解释 it counts, and questions wait; 已收 it counts';
comment on column mart.timeliness.received_at is 'when its first file came, whatever became of it';
comment on column mart.timeliness.acceptable_at is
'when the file came that, unchanged, was the first to be accepted in full, with or without questions; null while there is none';
comment on column mart.timeliness.accepted_at is 'when that was so: the verdict may be later than the file by the county''s own time';
comment on column mart.timeliness.on_time is 'whether acceptable_at is not after due_at; null while no file is accepted in full';
comment on column mart.timeliness.days_late is
'days in the county''s calendar from due_at to acceptable_at, 0 if on time; null while no file is accepted in full';
comment on column mart.timeliness.days_overdue is 'days from due_at to today, 0 before; null once a file is accepted in full';
comment on column mart.timeliness.attempts is 'files sent, duplicates and the county''s own decisions left out';
comment on column mart.timeliness.required_figures is 'figures that the form requires, as the standing submission was judged; null where nothing was taken';
comment on column mart.timeliness.taken_figures is 'of these, figures that were taken';
comment on column mart.timeliness.held_figures is 'figures of the standing submission that were read and wait for a correction';
comment on column mart.timeliness.open_queries is 'questions of the standing submission that the department has not answered';
comment on column mart.timeliness.standing_submission is 'the last submission of which anything was taken (mart.submission); null if there is none';
comment on column mart.timeliness.last_submission is 'the last submission, whatever became of it; null if nothing came';

create view mart.timeliness_rate as
with counted as (
    select
        t.period,
        t.form,
        t.form_title,
        min(t.due_at) as first_due_at,
        max(t.due_at) as last_due_at,
        bool_and(t.is_due or t.acceptable_at is not null) as is_settled,
        count(*)::integer as expected,
        count(t.received_at)::integer as received,
        count(t.acceptable_at)::integer as accepted,
        count(*) filter (where t.on_time)::integer as on_time,
        count(*) filter (where not t.on_time)::integer as late,
        count(*) filter (where t.state = '未报')::integer as missing,
        count(*) filter (where t.state = '退回')::integer as returned,
        count(*) filter (where t.state = '部分')::integer as partial,
        count(*) filter (where t.state = '待解释')::integer as to_explain,
        max(t.acceptable_at) as last_acceptable_at,
        coalesce(
            array_agg(t.reporter_name order by t.reporter) filter (where t.acceptable_at is null), '{}'
        ) as owing_names
    from mart.timeliness as t
    group by t.period, t.form, t.form_title
)

select
    c.period,
    c.form,
    c.form_title,
    c.first_due_at,
    c.last_due_at,
    c.expected,
    c.received,
    c.accepted,
    c.on_time,
    c.late,
    c.missing,
    c.returned,
    c.partial,
    c.to_explain,
    round(100.0 * c.received / c.expected, 2) as received_rate,
    round(100.0 * c.accepted / c.expected, 2) as accepted_rate,
    case when c.is_settled then round(100.0 * c.on_time / c.expected, 2) end as on_time_rate,
    case when c.accepted = c.expected then c.last_acceptable_at end as complete_at,
    c.owing_names
from counted as c;
comment on view mart.timeliness_rate is 'mart.timeliness counted by form and period';
comment on column mart.timeliness_rate.period is 'report period';
comment on column mart.timeliness_rate.form is 'code of the form';
comment on column mart.timeliness_rate.form_title is 'its title';
comment on column mart.timeliness_rate.first_due_at is 'when the first of its reports is due';
comment on column mart.timeliness_rate.last_due_at is 'when the last one is';
comment on column mart.timeliness_rate.expected is 'reports that are owed';
comment on column mart.timeliness_rate.received is 'of these, reports of which any file came';
comment on column mart.timeliness_rate.accepted is 'of these, reports that count: a file was accepted in full, with or without questions';
comment on column mart.timeliness_rate.on_time is 'of these, reports whose accepted file came in time';
comment on column mart.timeliness_rate.late is 'accepted reports whose file came late';
comment on column mart.timeliness_rate.missing is 'reports of which nothing came (未报)';
comment on column mart.timeliness_rate.returned is 'reports of which nothing could be taken (退回)';
comment on column mart.timeliness_rate.partial is 'reports of which some figures are taken and others wait (部分)';
comment on column mart.timeliness_rate.to_explain is 'accepted reports with questions that wait for an answer (待解释)';
comment on column mart.timeliness_rate.received_rate is 'received of expected, in %';
comment on column mart.timeliness_rate.accepted_rate is 'accepted of expected, in %';
comment on column mart.timeliness_rate.on_time_rate is 'on time of expected, in %; null while one that is not accepted may still be in time';
comment on column mart.timeliness_rate.complete_at is 'when the last file came that made it complete; null while a report is not accepted';
comment on column mart.timeliness_rate.owing_names is 'names of the organisations whose report doesn''t count yet, in the order of their codes';
