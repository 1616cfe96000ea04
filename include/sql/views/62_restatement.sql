create view mart.restatement as
select
    r.period,
    r.organisation,
    o.name as organisation_name,
    r.indicator,
    i.name as indicator_name,
    r.basis,
    r.method,
    r.is_own,
    r.unit,
    r.old_value,
    r.new_value,
    r.new_value - r.old_value as difference,
    case when r.old_value <> 0 then round((r.new_value - r.old_value) / abs(r.old_value) * 100, 4) end as percent,
    r.old_reported,
    r.new_reported,
    r.nature,
    r.cause,
    r.why,
    array(
        select s.submission_id
        from raw.submission as s
        where s.arrival_id = any(r.arrivals)
        order by s.submission_id
    ) as submissions,
    r.restated_at
from core.restatement as r
left join core.organisation as o on r.organisation = o.code
left join core.indicator as i on r.indicator = i.code
where
    core.is_staff(current_user)
    or (
        core.is_open(i.release)
        and not exists (
            select 1
            from core.withheld_cell as w
            where r.organisation = w.organisation and r.indicator = w.indicator and r.period = w.period
        )
    );
comment on view mart.restatement is
'every published value that a later publication changed or took back: old, new, when, and what it came of; what one submission moved is where its number is in submissions';
comment on column mart.restatement.period is 'report period: 2026-06, 2026-Q2, 2026-H1 or 2026';
comment on column mart.restatement.organisation is 'code of the organisation that the rollup is about';
comment on column mart.restatement.organisation_name is 'its name';
comment on column mart.restatement.indicator is 'code of the indicator';
comment on column mart.restatement.indicator_name is 'its name';
comment on column mart.restatement.basis is 'basis, as in mart.rollup';
comment on column mart.restatement.method is 'method of the new value, of the old one where there is none';
comment on column mart.restatement.is_own is 'true for the organisation''s own figure, false for the one over its parts';
comment on column mart.restatement.unit is 'unit of the values';
comment on column mart.restatement.old_value is 'the value that was published before';
comment on column mart.restatement.new_value is 'the value that was published in its place; null if it was taken back';
comment on column mart.restatement.difference is 'new less old, in unit';
comment on column mart.restatement.percent is 'difference in % of the old value; null where that was 0';
comment on column mart.restatement.old_reported is 'organisations in the old value';
comment on column mart.restatement.new_reported is 'organisations in the new value';
comment on column mart.restatement.nature is
'completed: other organisations are in it than before; corrected: the same ones, with other figures; withdrawn: there is no value any more; reverted: an earlier publication was put back';
comment on column mart.restatement.cause is
'submission, decision (of a person, on what was sent), catalogue, revert, or computation where none of these changed';
comment on column mart.restatement.why is 'the same in words';
comment on column mart.restatement.submissions is 'numbers of the submissions that it came of, see mart.submission';
comment on column mart.restatement.restated_at is 'when the new value was published';
