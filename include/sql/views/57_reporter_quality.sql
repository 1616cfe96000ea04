-- PRACTICE: on time is judged by the arrival of the file that, unchanged, was finally accepted (core.report_attempts).
create view mart.reporter_quality as
-- of a file that was judged several times each fault counts once, and only as it was judged last
with faults as (
    select
        s.reporter,
        s.form,
        s.period,
        count(distinct row(s.sha256, i.rule, i.place, i.organisation, i.indicator, i.basis))::integer as department_faults
    from core.sent_report as s
    inner join quality.issue as i on s.submission_id = i.submission_id
    where
        i.responsibility = 'department'
        and i.severity in ('critical', 'blocking')
        and i.state <> 'void'
        and not exists (
            select 1
            from raw.submission as again
            where again.revalidates = s.submission_id
        )
    group by s.reporter, s.form, s.period
),

measured as (
    select
        d.period,
        d.form,
        d.reporter,
        d.due_at,
        t.acceptable_at as arrived_at,
        t.acceptable_at <= d.due_at as on_time,
        case
            when t.acceptable_at is not null
                then greatest((t.acceptable_at at time zone 'Asia/Shanghai')::date - (d.due_at at time zone 'Asia/Shanghai')::date, 0)
        end as days_late,
        coalesce(t.attempts, 0) as attempts,
        t.is_first_pass,
        coalesce(t.attempts, 0) > 0 as has_come,
        greatest(coalesce(t.attempts, 0) - 1, 0) as resubmissions,
        coalesce(f.department_faults, 0) as department_faults
    from core.due_report as d
    left join core.report_attempts as t on d.period = t.period and d.form = t.form and d.reporter = t.reporter
    left join faults as f on d.period = f.period and d.form = f.form and d.reporter = f.reporter
)

select
    m.period,
    m.form,
    v.title as form_title,
    m.reporter,
    o.name as reporter_name,
    m.due_at,
    m.arrived_at,
    m.on_time,
    m.days_late,
    m.attempts,
    case when m.has_come then coalesce(m.is_first_pass, false) end as first_pass,
    m.resubmissions,
    m.department_faults,
    case when m.arrived_at is not null then greatest(100 - c.cost, 0) end as points
from measured as m
left join core.organisation as o on m.reporter = o.code
left join lateral (
    select form.title
    from core.form as form
    where form.code = m.form
    order by form.version desc
    limit 1
) as v on true
left join lateral (
    select
        sum(
            least(
                w.weight * case w.measure
                    when 'days_late' then m.days_late
                    when 'department_faults' then m.department_faults
                    when 'resubmissions' then m.resubmissions
                    when 'not_first_pass' then (not coalesce(m.is_first_pass, false))::integer
                end,
                w.cap
            )
        ) as cost
    from core.scoring as w
) as c on true;
comment on view mart.reporter_quality is
'how each reporter met each report that it owed: in time, at the first attempt, with how many faults of its own; weights from scoring.csv';
comment on column mart.reporter_quality.period is 'report period';
comment on column mart.reporter_quality.form is 'code of the form that is owed';
comment on column mart.reporter_quality.form_title is 'its title';
comment on column mart.reporter_quality.reporter is 'code of the organisation that owes it';
comment on column mart.reporter_quality.reporter_name is 'its name';
comment on column mart.reporter_quality.due_at is 'when it is due, moved past weekends and holidays';
comment on column mart.reporter_quality.arrived_at is
'when the file came that, unchanged, was the first to be accepted in full, with or without queries; null while there is none';
comment on column mart.reporter_quality.on_time is 'whether that was not after due_at; null while no file is accepted in full';
comment on column mart.reporter_quality.days_late is 'days in the county''s calendar from due_at to arrived_at, 0 if on time; null while no file is accepted';
comment on column mart.reporter_quality.attempts is 'files sent, duplicates and the county''s own decisions left out';
comment on column mart.reporter_quality.first_pass is
'whether the first file was accepted as it was, also where a waiver or the withdrawal of a rule let it in later; null if none came';
comment on column mart.reporter_quality.resubmissions is 'attempts after the first';
comment on column mart.reporter_quality.department_faults is
'faults of the department that held something, over all attempts; queries and faults of a withdrawn rule cost nothing';
comment on column mart.reporter_quality.points is
'100 less the weighted measures, each up to its cap, at least 0; null while no file is accepted or where the county has no scoring.csv';
