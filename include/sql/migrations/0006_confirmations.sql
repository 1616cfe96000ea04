-- figures of prose that nobody owes and a person took in (DESIGN §5)
create table quality.confirmation (
    confirmation_id bigint generated always as identity primary key,
    submission_id bigint not null references raw.submission (submission_id),
    figure_no integer not null,
    organisation text not null,
    indicator text not null,
    period text not null,
    basis text not null,
    form text not null,
    value numeric not null,
    approver text not null,
    reason text not null,
    known_from timestamptz not null,
    unique (submission_id, figure_no)
);
comment on table quality.confirmation is 'candidates that a person made figures: who, why, as what, and since when';
