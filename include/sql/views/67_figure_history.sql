-- known_from and known_to never change once they are written, so the answer for a past instant never does either. it
-- shows every source: which of them counts is the catalogue's word, and that may change.
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
    core.is_staff(current_user)
    or (
        core.is_open(i.release)
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

create function mart.figure_as_of(instant timestamptz)
returns table (
    organisation text,
    indicator text,
    period text,
    basis text,
    reporter text,
    form text,
    value numeric,
    unit text,
    status text,
    qualifier text,
    maturity text,
    submission_id bigint,
    known_from timestamptz
)
language sql
stable
as $$
select
    f.organisation,
    f.indicator,
    f.period,
    f.basis,
    f.reporter,
    f.form,
    f.value,
    f.unit,
    f.status,
    f.qualifier,
    f.maturity,
    f.submission_id,
    f.known_from
from mart.figure_history as f
where
    f.known_from <= instant
    and f.known_to > instant
$$;
comment on function mart.figure_as_of(timestamptz) is
'every figure of every reporter and form as the warehouse knew it at the instant; the same call always gives the same rows';

create function mart.figure_as_of(instant timestamptz, asked text)
returns table (
    organisation text,
    indicator text,
    period text,
    basis text,
    reporter text,
    form text,
    value numeric,
    unit text,
    status text,
    qualifier text,
    maturity text,
    submission_id bigint,
    known_from timestamptz
)
language sql
stable
as $$
select
    f.organisation,
    f.indicator,
    f.period,
    f.basis,
    f.reporter,
    f.form,
    f.value,
    f.unit,
    f.status,
    f.qualifier,
    f.maturity,
    f.submission_id,
    f.known_from
from mart.figure_history as f
where
    f.known_from <= instant
    and f.known_to > instant
    and f.period = asked
    and f.period_year = substring(asked from '^\d{4}')::integer
$$;
comment on function mart.figure_as_of(timestamptz, text) is
'mart.figure_as_of of one period: quick however long the history is';
