-- rollups ask which figures of a period wait: of all that made no new row these are few
create index unloaded_waiting on quality.unloaded_figure (period)
where reason in ('held', 'ambiguous', 'masked', 'missing', 'error', 'blank', 'unchanged');

comment on column mart.rollup.value is
'unrounded value in unit; null if nothing was reported or it can not be computed: a base of zero or less, a part of what an organisation that was split has left to several';
comment on column mart.rollup.method is
'reported as given; derived_from_cumulatives (a month, quarter, half or year as the difference of two), derived_from_months (their sum, where no cumulative exists): over time; recomputed from the organisation''s own figures; sum_of_children, recomputed_over_children: over the organisations below';
comment on column mart.rollup.expected is
'organisations that owe the figure, or for what is computed its terms; 0 where nobody does, and then nobody can tell whether all are there';
comment on column mart.rollup.organisation is
'code of the organisation that the row is about; after a split without shares also of the one that was split, for what can be told of it as a whole only';
comment on column mart.rollup.missing is 'codes of the organisations that owe the figure and have no usable one, or that it can not be told of without another that has none';
