-- what the rules of a run compare, found once a run (checking/resolving.py) and looked at by every rule
create unlogged table staging.past_figure (
    run_id text not null,
    submission_no integer not null,
    organisation text not null,
    period text not null,
    at text not null check (at in ('previous', 'year_before', 'annual', 'same')),
    past text not null,
    indicator text not null,
    basis text not null,
    value numeric,
    digit_weight numeric,
    coarsest numeric,
    own boolean not null,
    primary key (run_id, submission_no, organisation, period, at, indicator, basis)
);
comment on table staging.past_figure is
'what was published before for an organisation and period of a submission: of the period just before, of the year before, of the year itself (plans), of the same period by another report';
comment on column staging.past_figure.past is 'the period that the figure is of';
comment on column staging.past_figure.value is 'of organisations that were merged the sum of theirs; null where one of them gave none';
comment on column staging.past_figure.coarsest is 'the largest digit weight among those summed';
comment on column staging.past_figure.own is 'given by the same reporter, or by the organisation itself then and now';

create unlogged table staging.operand (
    run_id text not null,
    submission_no integer not null,
    form text not null,
    organisation text,
    period text not null,
    last_month integer not null,
    last_day date not null,
    is_total boolean not null,
    indicator text not null,
    basis text not null,
    at text not null check (at in ('now', 'previous', 'year_before', 'children', 'children_or_zero')),
    value numeric,
    half_digit numeric,
    digit_weight numeric,
    figure_no integer,
    place text,
    masked boolean not null,
    in_file boolean not null,
    source text check (source in ('file', 'published')),
    own boolean not null,
    parts jsonb
);
comment on table staging.operand is
'the figures that relations of forms name, one row a place of a submission where one of them stands: this period''s, the last one''s, last year''s, the sum of the parts that a file lists';
comment on column staging.operand.half_digit is 'how far the true value may lie from the written one';
comment on column staging.operand.figure_no is 'of a figure of this period in the file';
comment on column staging.operand.masked is 'the file has a placeholder, an empty place, an error or contradicting values there';
comment on column staging.operand.in_file is 'the file has a place for this indicator and basis at this period, whatever stands in it';
comment on column staging.operand.source is 'where the value is from; null where there is none';
comment on column staging.operand.own is 'of a published value: given by the same reporter; of one of the file: true';
comment on column staging.operand.parts is 'of a sum its parts: organisation, place, value';
create index operand_of_form on staging.operand (run_id, form, is_total, indicator);
