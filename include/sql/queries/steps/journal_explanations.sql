-- the explanations that this commit enters, as the journal writes them down
select
    s.arrival_id as arrival,
    x.label,
    x.rule,
    x.organisation,
    x.period,
    x.indicator,
    x.basis,
    trim_scale(x.value)::text as value,
    x.content as explanation,
    x.accepted,
    x.refusal
from quality.explanation as x
inner join raw.submission as s on x.submission_id = s.submission_id
where x.known_from = %(known_from)s
order by x.explanation_id;
