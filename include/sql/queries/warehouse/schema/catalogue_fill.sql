insert into core.organisation (
    code,
    name,
    kind,
    parent,
    valid_from,
    valid_to,
    successor,
    counted_in
)
select
    r.code,
    r.name,
    r.kind,
    r.parent,
    r.valid_from,
    r.valid_to,
    r.successor,
    r.counted_in
from jsonb_populate_recordset(null::core.organisation, %(organisations)s::jsonb) as r;

insert into core.indicator (
    code,
    name,
    unit,
    decimals,
    kind,
    aggregation,
    numerator,
    denominator,
    minimum,
    maximum,
    growth,
    additive,
    direction,
    display_unit,
    display_decimals,
    release,
    min_units,
    large_growth,
    schedule,
    valid_from,
    valid_to
)
select
    r.code,
    r.name,
    r.unit,
    r.decimals,
    r.kind,
    r.aggregation,
    r.numerator,
    r.denominator,
    r.minimum,
    r.maximum,
    r.growth,
    r.additive,
    r.direction,
    r.display_unit,
    r.display_decimals,
    r.release,
    r.min_units,
    r.large_growth,
    r.schedule,
    r.valid_from,
    r.valid_to
from jsonb_populate_recordset(null::core.indicator, %(indicators)s::jsonb) as r;

insert into core.unit (
    unit,
    base_unit,
    factor
)
select
    r.unit,
    r.base_unit,
    r.factor
from jsonb_populate_recordset(null::core.unit, %(units)s::jsonb) as r;

insert into core.form (
    code,
    version,
    title,
    kind,
    frequency,
    adds_to_parent,
    priority,
    maturity,
    first_month,
    valid_from,
    valid_to
)
select
    r.code,
    r.version,
    r.title,
    r.kind,
    r.frequency,
    r.adds_to_parent,
    r.priority,
    r.maturity,
    r.first_month,
    r.valid_from,
    r.valid_to
from jsonb_populate_recordset(null::core.form, %(forms)s::jsonb) as r;

insert into core.form_row (
    form,
    version,
    indicator,
    basis,
    required,
    months,
    exempt
)
select
    r.form,
    r.version,
    r.indicator,
    r.basis,
    r.required,
    r.months,
    r.exempt
from jsonb_populate_recordset(null::core.form_row, %(form_rows)s::jsonb) as r;

insert into core.form_subject (
    form,
    version,
    reporter,
    organisation
)
select
    r.form,
    r.version,
    r.reporter,
    o.organisation
from jsonb_to_recordset(%(form_subjects)s::jsonb) as r (form text, version integer, reporter text, organisations jsonb)
cross join jsonb_array_elements_text(r.organisations) as o (organisation);

insert into core.obligation (
    form,
    organisation,
    due_day,
    due_time,
    due_month,
    reason,
    months,
    valid_from,
    valid_to
)
select
    r.form,
    r.organisation,
    r.due_day,
    r.due_time,
    r.due_month,
    r.reason,
    r.months,
    r.valid_from,
    r.valid_to
from jsonb_populate_recordset(null::core.obligation, %(obligations)s::jsonb) as r;

insert into core.scoring (measure, weight, cap)
select
    r.measure,
    r.weight,
    r.cap
from jsonb_populate_recordset(null::core.scoring, %(scoring)s::jsonb) as r;

insert into core.share (organisation, heir, indicator, share)
select
    r.organisation,
    r.heir,
    coalesce(r.indicator, '') as of_indicator,
    r.share
from jsonb_populate_recordset(null::core.share, %(shares)s::jsonb) as r;
