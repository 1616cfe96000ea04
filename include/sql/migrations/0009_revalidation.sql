-- submissions judged again under another catalogue, and the faults that were the rule's
alter table raw.submission
add column revalidates bigint references raw.submission (submission_id);
comment on column raw.submission.revalidates is 'the submission that this one judges again because the rules changed; null for what a department sent';
create index submission_revalidates on raw.submission (revalidates) where revalidates is not null;

alter table staging.submission
add column revalidates bigint;

create table quality.revalidation (
    known_from timestamptz primary key,
    catalogue_hash text not null,
    approver text not null,
    reason text not null,
    period text,
    rule text,
    judged_again integer not null,
    voided integer not null
);
comment on table quality.revalidation is
'decisions to judge again under a changed catalogue: who, why, within which period or rule, how many submissions and faults it changed';

create table quality.examined (
    submission_id bigint not null references raw.submission (submission_id),
    catalogue_hash text not null,
    known_from timestamptz not null,
    primary key (submission_id, catalogue_hash)
);
comment on table quality.examined is 'submissions that a revalidation has compared with the catalogue, whether it changed anything for them or not';

create table quality.voided_issue (
    issue_id bigint primary key references quality.issue (issue_id),
    reason text not null check (reason in ('rule-withdrawn', 'rule-changed')),
    state_before text not null,
    known_from timestamptz not null
);
comment on table quality.voided_issue is 'why an issue is void: its rule is gone, or finds the fault no more; no correction of the department';
