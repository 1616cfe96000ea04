create view mart.figure_sources as
select
    f.organisation,
    o.name as organisation_name,
    f.indicator,
    i.name as indicator_name,
    f.period,
    f.period_year,
    f.basis,
    f.reporter,
    r.name as reporter_name,
    f.form,
    f.value,
    f.unit,
    f.status,
    f.qualifier,
    f.maturity,
    f.refers_to,
    f.priority,
    f.turn::integer as turn,
    f.turn = 1 as is_latest,
    -- asked of each row by its key: a join was planned for one row where there were tens of thousands, and took minutes
    exists(
        select 1
        from core.waiting_figure as w
        where
            f.organisation = w.organisation
            and f.indicator = w.indicator
            and f.period = w.period
            and f.basis = w.basis
            and f.reporter = w.reporter
            and f.form = w.form
    ) as contested,
    f.submission_id,
    f.known_from
from core.source_figure as f
left join core.organisation as o on f.organisation = o.code
left join core.indicator as i on f.indicator = i.code
left join core.organisation as r on f.reporter = r.code
where
    core.is_staff(current_user)
    or (
        core.is_open(i.release)
        and not exists (
            select 1
            from core.withheld_now as s
            where f.organisation = s.organisation and f.indicator = s.indicator and f.period = s.period
        )
    );
comment on view mart.figure_sources is 'every live figure: one row for each reporter and form that gave it';
comment on column mart.figure_sources.organisation is 'code of the organisation that the figure describes';
comment on column mart.figure_sources.organisation_name is 'its name';
comment on column mart.figure_sources.indicator is 'code of the indicator';
comment on column mart.figure_sources.indicator_name is 'its name';
comment on column mart.figure_sources.period is 'report period: 2026-06, 2026-Q2, 2026-H1 or 2026';
comment on column mart.figure_sources.period_year is 'year of the period';
comment on column mart.figure_sources.basis is
'current 本期, cumulative 本年累计, prior_year 上年同期, growth_rate 同比%, current_prior_year, current_growth_rate (the month alone), plan 计划, plan_completion 完成%';
comment on column mart.figure_sources.reporter is 'code of the organisation that gave the figure';
comment on column mart.figure_sources.reporter_name is 'its name';
comment on column mart.figure_sources.form is 'code of the form that it was given in';
comment on column mart.figure_sources.value is 'the value in unit; null where the status says that there is none';
comment on column mart.figure_sources.unit is 'the indicator''s own unit, % for rates';
comment on column mart.figure_sources.status is 'reported (zero included), blank (not owed) or not_applicable';
comment on column mart.figure_sources.qualifier is 'a word that limits the value, such as ≥ at a target; null for a plain value';
comment on column mart.figure_sources.maturity is 'estimate 预计, flash 快报, final 年报, revised 普查; null where the form does not say';
comment on column mart.figure_sources.refers_to is 'the basis that a rate or prior-year value belongs to: cumulative or current';
comment on column mart.figure_sources.priority is 'priority of the form, the lowest first';
comment on column mart.figure_sources.turn is 'place among the sources of the same figure; 1 is the one that mart.figure_latest shows';
comment on column mart.figure_sources.is_latest is 'true for the source that mart.figure_latest and the rollups take';
comment on column mart.figure_sources.contested is 'true if the reporter gave another figure since, which is held or masked';
comment on column mart.figure_sources.submission_id is 'the submission that the figure came by, see mart.submission';
comment on column mart.figure_sources.known_from is 'since when the warehouse knows this figure';
