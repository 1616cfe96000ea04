-- what the rules know of the catalogue beside its tables
insert into rule.basis_words (basis, words)
select
    w.key as basis,
    w.value as words
from jsonb_each_text(%(basis_words)s::jsonb) as w;

insert into rule.stated (form, topic, indicator, basis)
select
    s.value ->> 0 as form,
    s.value ->> 1 as topic,
    s.value ->> 2 as indicator,
    s.value ->> 3 as basis
from jsonb_array_elements(%(stated)s::jsonb) as s;

insert into rule.first_owed (form, indicator, month)
select
    m.value ->> 0 as form,
    m.value ->> 1 as indicator,
    (m.value ->> 2)::integer as month
from jsonb_array_elements(%(first_owed)s::jsonb) as m;

insert into rule.operand (
    relation, version, form, stated_by, valid_from, valid_to, at, indicator, basis, over_children, children, asks, blank_is_zero,
    elsewhere, first_month, exempt, counted, weight, softens
)
select
    o.relation,
    o.version,
    o.form,
    o.stated_by,
    o.valid_from,
    o.valid_to,
    o.at,
    o.indicator,
    o.basis,
    o.over_children,
    o.children,
    o.asks,
    o.blank_is_zero,
    o.elsewhere,
    o.first_month,
    o.exempt,
    o.counted,
    o.weight,
    o.softens
from jsonb_to_recordset(%(operands)s::jsonb) as o (
    relation text,
    version integer,
    form text,
    stated_by text,
    valid_from date,
    valid_to date,
    at text,
    indicator text,
    basis text,
    over_children boolean,
    children boolean,
    asks boolean,
    blank_is_zero boolean,
    elsewhere boolean,
    first_month integer,
    exempt jsonb,
    counted boolean,
    weight numeric,
    softens boolean
);
