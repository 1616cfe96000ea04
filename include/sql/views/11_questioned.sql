-- every fault of a run with what explanations and waivers are bound to: the figure's value where it is about one
create view staging.questioned as
with valued as (
    select
        i.run_id,
        i.submission_no,
        i.issue_no,
        s.reporter,
        s.form,
        s.period as report_period,
        s.received_at,
        i.rule,
        i.severity,
        i.responsibility,
        i.state,
        i.organisation,
        i.period,
        i.indicator,
        i.basis,
        i.place,
        i.observed,
        quality.question_topic(i.rule, i.organisation, i.period, i.indicator, i.basis) as topic,
        (
            select f.value
            from staging.figure as f
            where
                f.run_id = i.run_id
                and f.submission_no = i.submission_no
                and f.value is not null
                and (
                    f.place = i.place
                    or (
                        f.organisation = i.organisation and f.indicator = i.indicator and f.period = i.period and f.basis = i.basis
                        and not f.candidate and not f.is_total
                    )
                )
            order by f.place = i.place desc, f.figure_no asc
            limit 1
        ) as value
    from staging.issue as i
    inner join staging.submission as s on i.run_id = s.run_id and i.submission_no = s.submission_no
)

select
    v.run_id,
    v.submission_no,
    v.issue_no,
    v.reporter,
    v.form,
    v.report_period,
    v.received_at,
    v.rule,
    v.severity,
    v.responsibility,
    v.state,
    v.organisation,
    v.period,
    v.indicator,
    v.basis,
    v.place,
    v.observed,
    v.value,
    v.topic,
    quality.question(v.topic, v.value, v.place, v.observed) as question
from valued as v;
comment on view staging.questioned is 'faults of a run with the value of the figure that they are about, null where there is none';

-- the explanations of a run that say something and answer a query
create view staging.answer as
select
    e.run_id,
    e.submission_no,
    e.explanation_no,
    quality.question(
        quality.question_topic(e.rule, e.organisation, e.period, e.indicator, e.basis), e.value, e.issue_place, e.observed
    ) as question
from staging.explanation as e
where e.accepted and e.answerable;
comment on view staging.answer is 'the explanations of a run that are accepted, with the question that they answer';

-- the explanations in force
create view quality.answer as
select
    r.reporter,
    x.rule,
    x.value,
    x.content,
    quality.question_topic(x.rule, x.organisation, x.period, x.indicator, x.basis) as topic,
    quality.question(quality.question_topic(x.rule, x.organisation, x.period, x.indicator, x.basis), x.value, x.place, x.observed) as question
from quality.explanation as x
inner join raw.submission as r on x.submission_id = r.submission_id
where x.accepted and x.lapsed_at is null;
comment on view quality.answer is 'explanations that are accepted and have not lapsed, with their reporter and the question that they answer';

-- the decisions of superiors that hold for a fault of a run: waivers of that very question, standing reasons of its rule and figure
create view staging.decided as
select
    q.run_id,
    q.submission_no,
    q.issue_no,
    q.place,
    q.organisation,
    q.indicator,
    q.period,
    q.basis,
    q.value,
    q.severity,
    q.responsibility,
    q.state,
    w.kind,
    w.approver,
    w.reason,
    w.valid_to
from staging.questioned as q
inner join quality.waiver as w
    on
        q.reporter = w.reporter
        and q.rule = w.rule
        and q.received_at >= w.decided_at
        and (q.received_at at time zone 'Asia/Shanghai')::date <= w.valid_to
where
    case w.kind
        when 'standing'
            then
                quality.question_topic(q.rule, q.organisation, null, q.indicator, q.basis)
                = quality.question_topic(w.rule, w.organisation, null, w.indicator, w.basis)
        else
            q.form = w.form
            and q.report_period = w.report_period
            and q.question
            = quality.question(
                quality.question_topic(w.rule, w.organisation, w.period, w.indicator, w.basis), w.value, w.place, w.observed
            )
    end;
comment on view staging.decided is 'faults of a run that a decision of a superior settles, with that decision';
