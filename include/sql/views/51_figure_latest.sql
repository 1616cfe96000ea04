create view mart.figure_latest as
select
    f.organisation,
    f.organisation_name,
    f.indicator,
    f.indicator_name,
    f.period,
    f.period_year,
    f.basis,
    f.value,
    f.unit,
    f.status,
    f.qualifier,
    f.maturity,
    f.refers_to,
    f.reporter,
    f.reporter_name,
    f.form,
    f.contested,
    f.submission_id,
    f.known_from
from mart.figure_sources as f
where f.is_latest;
comment on view mart.figure_latest is
'one figure for each organisation, indicator, period and basis: of the form with the lowest priority, then the organisation''s own, then the latest';
comment on column mart.figure_latest.organisation is 'code of the organisation that the figure describes';
comment on column mart.figure_latest.organisation_name is 'its name';
comment on column mart.figure_latest.indicator is 'code of the indicator';
comment on column mart.figure_latest.indicator_name is 'its name';
comment on column mart.figure_latest.period is 'report period: 2026-06, 2026-Q2, 2026-H1 or 2026';
comment on column mart.figure_latest.period_year is 'year of the period';
comment on column mart.figure_latest.basis is
'current 本期, cumulative 本年累计, prior_year 上年同期, growth_rate 同比%, current_prior_year, current_growth_rate (the month alone), plan 计划, plan_completion 完成%';
comment on column mart.figure_latest.value is 'the value in unit; null where the status says that there is none';
comment on column mart.figure_latest.unit is 'the indicator''s own unit, % for rates';
comment on column mart.figure_latest.status is 'reported (zero included), blank (not owed) or not_applicable';
comment on column mart.figure_latest.qualifier is 'a word that limits the value, such as ≥ at a target; null for a plain value';
comment on column mart.figure_latest.maturity is 'estimate 预计, flash 快报, final 年报, revised 普查; null where the form does not say';
comment on column mart.figure_latest.refers_to is 'the basis that a rate or prior-year value belongs to: cumulative or current';
comment on column mart.figure_latest.reporter is 'code of the organisation that gave the figure';
comment on column mart.figure_latest.reporter_name is 'its name';
comment on column mart.figure_latest.form is 'code of the form that it was given in';
comment on column mart.figure_latest.contested is 'true if the reporter gave another figure since, which is held or masked';
comment on column mart.figure_latest.submission_id is 'the submission that the figure came by, see mart.submission';
comment on column mart.figure_latest.known_from is 'since when the warehouse knows this figure';
