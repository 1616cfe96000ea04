-- the rollups as they stand, with what all of a period have in common
create view core.published_rollup as
select
    r.period,
    r.organisation,
    r.organisation_name,
    r.indicator,
    r.indicator_name,
    r.basis,
    r.method,
    r.is_headline,
    r.value,
    r.unit,
    r.reported,
    r.expected,
    r.full_coverage,
    r.missing,
    r.missing_names,
    r.held,
    r.held_names,
    r.contested,
    r.rank,
    r.ranked,
    p.as_of,
    r.release,
    r.suppressed,
    case when f.period is null then 'provisional' else 'final' end as state,
    p.revision,
    r.placeholders,
    r.placeholder,
    r.placeholder_names,
    r.year_before_share,
    r.previous_share,
    r.progress_gap,
    r.last_rank,
    r.counted
from core.rollup as r
inner join meta.publication as p on r.period = p.period
left join meta.final_period as f on r.period = f.period;
comment on view core.published_rollup is 'mart.rollup with the rows that readers do not see';

-- a barrier, as a policy would be: no condition of a reader is tried on a row that it may not see
create view mart.rollup with (security_barrier) as
select
    r.period,
    c.last_day as period_end,
    c.frequency,
    r.organisation,
    r.organisation_name,
    r.indicator,
    r.indicator_name,
    r.basis,
    r.method,
    r.is_headline,
    r.value,
    r.unit,
    r.reported,
    r.expected,
    r.full_coverage,
    r.missing,
    r.missing_names,
    nullif(array_to_string(r.missing_names, '、'), '') as missing_list,
    r.held,
    r.held_names,
    nullif(array_to_string(r.held_names, '、'), '') as held_list,
    r.contested,
    r.rank,
    r.ranked,
    r.as_of,
    r.release,
    r.suppressed,
    r.state,
    r.revision,
    r.placeholders,
    r.placeholder,
    r.placeholder_names,
    r.year_before_share,
    r.previous_share,
    r.progress_gap,
    r.last_rank,
    r.counted
from core.published_rollup as r
inner join core.period as c on r.period = c.period
where
    (select core.is_staff(current_user))
    or (core.is_open(r.release) and not r.suppressed);
comment on view mart.rollup is
'figures over organisations and periods, each with its coverage; an organisation''s own figure and the sum of its parts are two rows';
comment on column mart.rollup.period is 'report period: 2026-06, 2026-Q2, 2026-H1 or 2026';
comment on column mart.rollup.period_end is
'last day of the period: the axis of a series. as_of is when the row was computed, and no axis';
comment on column mart.rollup.frequency is 'month, quarter, half or year: a series is of one of them';
comment on column mart.rollup.organisation is
'code of the organisation that the row is about; after a split without shares also of the one that was split, for what can be told of it as a whole only';
comment on column mart.rollup.organisation_name is 'its name';
comment on column mart.rollup.indicator is 'code of the indicator';
comment on column mart.rollup.indicator_name is 'its name';
comment on column mart.rollup.basis is
'current 本期, cumulative 本年累计, prior_year 上年同期, growth_rate 同比%, plan 计划, plan_completion 完成%, and the same of the month alone';
comment on column mart.rollup.method is
'reported as given; derived_from_cumulatives (a month, quarter, half or year as the difference of two), derived_from_months (their sum, where no cumulative exists): over time; recomputed from the organisation''s own figures; sum_of_children, recomputed_over_children: over the organisations below';
comment on column mart.rollup.is_headline is
'true for the one row to show for organisation, indicator, period and basis: its own figure if it has one, else the one over its parts';
comment on column mart.rollup.value is
'unrounded value in unit; null if nothing was reported or it can not be computed: a base of zero or less, a part of what an organisation that was split has left to several';
comment on column mart.rollup.unit is 'unit of value: the indicator''s own, % for rates';
comment on column mart.rollup.reported is 'organisations whose figure is in the value, also those that gave it unasked';
comment on column mart.rollup.expected is
'organisations that owe the figure, or for what is computed its terms; 0 where nobody does, and then nobody can tell whether all are there';
comment on column mart.rollup.full_coverage is 'true if the figure is owed and nobody who owes or gave it is missing or held';
comment on column mart.rollup.missing is
'codes of the organisations that owe the figure and have no usable one, or that it can not be told of without another that has none';
comment on column mart.rollup.missing_names is 'their names, in the same order';
comment on column mart.rollup.missing_list is 'the same names as one text with 、 between them, for tools that show no arrays; null where there is none';
comment on column mart.rollup.held is 'codes of the organisations whose figure was read and waits for correction; not in the value';
comment on column mart.rollup.held_names is 'their names, in the same order';
comment on column mart.rollup.held_list is 'the same names as one text with 、 between them, for tools that show no arrays; null where there is none';
comment on column mart.rollup.contested is
'codes of organisations in the value with an earlier figure, since a later file gave one that is held';
comment on column mart.rollup.rank is
'place among the organisations of one kind under one parent that owe the row, 1 is best; only where all of them have it in full';
comment on column mart.rollup.ranked is 'how many were ranked';
comment on column mart.rollup.as_of is 'the value is what the figures known at this instant give (compare mart.figure_as_of)';
comment on column mart.rollup.release is 'public or internal; rows of restricted indicators are not shown to readers';
comment on column mart.rollup.suppressed is
'true where the value is withheld from readers: it comes from fewer units than the indicator''s min_units, or would give such a one away';
comment on column mart.rollup.state is 'final once a person has made the period final, so that it stays as it is; else provisional';
comment on column mart.rollup.revision is
'revision of the figures that the publication has read, as in meta.publication: what finalising is bound to; null for rows published before there was one';
comment on column mart.rollup.placeholders is
'how many organisations owe the figure, or a term of it, and gave a placeholder (「××」) for it last';
comment on column mart.rollup.placeholder is
'their codes; each is among the missing too, or among the contested where an earlier figure stands';
comment on column mart.rollup.placeholder_names is 'their names, in the same order';
comment on column mart.rollup.year_before_share is
'over organisations: of the value of the same period of the year before, how many % those have that are in the value now; null where that cannot be told, such as where one that is missing has none';
comment on column mart.rollup.previous_share is
'over organisations: the same of the value of the period before, as it is published; null for cumulatives at the first period of a year';
comment on column mart.rollup.progress_gap is
'of plan_completion: points by which it is ahead of the plan''s schedule (100 x months / 12, or the indicator''s own), from unrounded values; below 0 it is behind';
comment on column mart.rollup.last_rank is 'its rank in the period before, as it is published; null where it had none';
comment on column mart.rollup.counted is
'codes of the organisations whose figure is in the value: of a sum over parts their own figures give it';
