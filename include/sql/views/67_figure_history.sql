-- figure_as_of is one predicate over this; a view takes further conditions in, a function that runs with its owner's rights doesn't
create view mart.figure_history as
select
    f.organisation,
    f.indicator,
    f.period,
    f.period_year,
    f.basis,
    f.reporter,
    f.form,
    f.value,
    f.unit,
    f.status,
    f.qualifier,
    f.maturity,
    f.submission_id,
    f.known_from,
    f.known_to
from core.figure as f
left join core.indicator as i on f.indicator = i.code
where
    pg_has_role(current_user, 'huizong_loader', 'usage')
    or (
        i.release is distinct from 'restricted'
        and not exists (
            select 1
            from core.withheld_cell as s
            where f.organisation = s.organisation and f.indicator = s.indicator and f.period = s.period
        )
    );
comment on view mart.figure_history is
'every figure that ever was in force; at an instant those with known_from <= instant and known_to > instant, as mart.figure_as_of gives them';
comment on column mart.figure_history.organisation is 'code of the organisation that the figure describes';
comment on column mart.figure_history.indicator is 'code of the indicator';
comment on column mart.figure_history.period is 'report period: 2026-06, 2026-Q2, 2026-H1 or 2026';
comment on column mart.figure_history.period_year is 'year of the period: a condition on it leaves the other years alone';
comment on column mart.figure_history.basis is 'basis, as in mart.figure_latest';
comment on column mart.figure_history.reporter is 'code of the organisation that gave the figure';
comment on column mart.figure_history.form is 'code of the form that it was given in';
comment on column mart.figure_history.value is 'the value in unit; null where the status says that there is none';
comment on column mart.figure_history.unit is 'the indicator''s own unit, % for rates';
comment on column mart.figure_history.status is 'reported (zero included), blank (not owed) or not_applicable';
comment on column mart.figure_history.qualifier is 'a word that limits the value, such as ≥ at a target; null for a plain value';
comment on column mart.figure_history.maturity is 'estimate 预计, flash 快报, final 年报, revised 普查; null where the form does not say';
comment on column mart.figure_history.submission_id is 'the submission that the figure came by, see mart.submission';
comment on column mart.figure_history.known_from is 'since when the warehouse knew it';
comment on column mart.figure_history.known_to is 'until when, not included; infinity for a figure that is in force';
