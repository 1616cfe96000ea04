-- a period made final by a person, or opened again: the latest decision before a file came is the one that holds for it
create table quality.finalisation (
    finalisation_id bigint generated always as identity primary key,
    period text not null,
    is_final boolean not null,
    approver text not null,
    reason text not null,
    decided_at timestamptz not null,
    unique (period, decided_at)
);
comment on table quality.finalisation is 'periods made final and opened again: who, why, when; corrections to a final period wait';
