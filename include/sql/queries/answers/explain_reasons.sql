-- the reasons that were given for a figure, and what superiors decided about it
select
    'explanation' as kind,
    x.rule,
    x.value,
    x.content as said,
    r.reporter as said_by,
    x.accepted,
    x.refusal,
    x.known_from as at,
    to_char(x.lapsed_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS') as until
from quality.explanation as x
inner join raw.submission as r on x.submission_id = r.submission_id
where
    x.organisation = %(organisation)s
    and x.indicator = %(indicator)s
    and x.period = %(period)s
    and x.basis = %(basis)s
union all
select
    w.kind,
    w.rule,
    w.value,
    w.reason as said,
    w.approver as said_by,
    true as accepted,
    null::text as refusal,
    w.decided_at as at,
    w.valid_to::text as until
from quality.waiver as w
where
    w.organisation = %(organisation)s
    and w.indicator = %(indicator)s
    and w.basis = %(basis)s
    and (w.period = %(period)s or w.kind = 'standing')
union all
select
    'reduction' as kind,
    'reduction-announced' as rule,
    null::numeric as value,
    r.document as said,
    r.registrar as said_by,
    true as accepted,
    null::text as refusal,
    r.decided_at as at,
    null::text as until
from quality.reduction as r
where
    r.organisation = %(organisation)s
    and r.indicator = %(indicator)s
    and r.period = %(period)s
    and %(basis)s = 'cumulative'
order by at, kind;
