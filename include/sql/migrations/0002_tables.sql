-- raw ---------------------------------------------------------------------------------------------------------------
create table raw.file (
    sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes bigint not null,
    first_received_at timestamptz not null
);
comment on table raw.file is 'distinct bytes in the archive';

create table raw.arrival (
    arrival_id text primary key,
    folder text not null,
    path text not null,
    file_name text not null,
    sha256 text not null references raw.file (sha256),
    reporter text,
    folder_below text not null default '',
    device bigint not null,
    inode bigint not null,
    size_bytes bigint not null,
    mtime_ns bigint not null,
    received_at timestamptz not null,
    state text not null default 'received' check (state in ('received', 'judged')),
    attempts integer not null default 0,
    last_error text,
    removed_at timestamptz
);
comment on table raw.arrival is 'one drop of one file; retries hang on it';
create index arrival_waiting on raw.arrival (received_at) where state = 'received';
create index arrival_in_inbox on raw.arrival (path, device, inode, size_bytes, mtime_ns) where removed_at is null;

create table raw.submission (
    submission_id bigint generated always as identity primary key,
    arrival_id text not null references raw.arrival (arrival_id),
    submission_no integer not null,
    file text not null,
    sha256 text not null,
    kind text not null check (kind in ('table', 'narrative')),
    reporter text,
    form text,
    period text,
    sequence integer,
    verdict text not null check (
        verdict in ('accepted', 'accepted_with_queries', 'partially_accepted', 'returned', 'waiting', 'ignored')
    ),
    supersedes bigint references raw.submission (submission_id),
    duplicate_of bigint references raw.submission (submission_id),
    numeric_cells integer not null,
    figure_cells integer not null,
    structure_cells integer not null,
    issue_cells integer not null,
    required integer not null default 0,
    taken integer not null default 0,
    catalogue_hash text not null,
    run_id text not null,
    received_at timestamptz not null,
    known_from timestamptz not null,
    unique (arrival_id, submission_no),
    check (numeric_cells = figure_cells + structure_cells + issue_cells)
);
comment on table raw.submission is 'what one arrival says for one form and period, with its sequence; never changed';
create index submission_of on raw.submission (reporter, form, period, sequence);
create index submission_bytes on raw.submission (sha256);

create table raw.cell (
    sha256 text not null,
    sheet text not null,
    row_number integer not null,
    column_number integer not null,
    place text not null,
    kind text not null,
    content text not null,
    primary key (sha256, sheet, row_number, column_number)
);
comment on table raw.cell is 'cells as read, personal numbers masked; sha256 is of the file or archive member';

create table raw.paragraph (
    sha256 text not null,
    paragraph_number integer not null,
    content text not null,
    primary key (sha256, paragraph_number)
);
comment on table raw.paragraph is 'paragraphs as read, personal numbers masked';

-- staging -----------------------------------------------------------------------------------------------------------
create unlogged table staging.submission (
    run_id text not null,
    submission_no integer not null,
    arrival_id text not null,
    file text not null,
    sha256 text not null,
    kind text not null,
    reporter text,
    form text,
    period text,
    nil_report boolean not null,
    numeric_cells integer not null,
    figure_cells integer not null,
    structure_cells integer not null,
    issue_cells integer not null,
    early_verdict text,
    received_at timestamptz not null,
    verdict text,
    required integer,
    taken integer,
    duplicate_of bigint,
    submission_id bigint,
    primary key (run_id, submission_no)
);
comment on table staging.submission is
'submission_no counts from 1 over the run; early_verdict is ignored or waiting, else null; verdict, required, taken and duplicate_of are set by checking, submission_id by loading';

create unlogged table staging.figure (
    run_id text not null,
    submission_no integer not null,
    figure_no integer not null,
    place text not null,
    raw_text text not null,
    status text not null check (
        status in ('reported', 'blank', 'placeholder', 'missing', 'not_applicable', 'error', 'held')
    ),
    organisation text,
    indicator text,
    period text,
    basis text not null,
    value numeric,
    unit_written text,
    unit text,
    digit_weight numeric,
    label text not null,
    is_total boolean not null,
    candidate boolean not null,
    qualifier text,
    maturity text,
    refers_to text,
    source text not null check (source in ('cell', 'prose')),
    measure text,
    primary key (run_id, submission_no, figure_no)
);
comment on table staging.figure is 'figures as read; value in unit (the indicator''s own, % for rates); digit_weight is the weight of the last digit written';
create index figure_key on staging.figure (run_id, organisation, indicator, period, basis);

create unlogged table staging.expected (
    run_id text not null,
    submission_no integer not null,
    organisation text not null,
    indicator text not null,
    period text not null,
    basis text not null,
    required boolean not null,
    primary key (run_id, submission_no, organisation, indicator, period, basis)
);
comment on table staging.expected is 'what the form of each submission owes, or may give';

create unlogged table staging.finding (
    run_id text not null,
    submission_no integer not null,
    finding_no integer not null,
    rule text not null,
    severity text,
    place text not null,
    fields jsonb not null,
    organisation text,
    indicator text,
    period text,
    basis text,
    primary key (run_id, submission_no, finding_no)
);
comment on table staging.finding is 'what reading and recognising had to say; severity null keeps the issue type''s own';

create unlogged table staging.explanation (
    run_id text not null,
    submission_no integer not null,
    explanation_no integer not null,
    number text not null,
    content text not null,
    place text not null,
    primary key (run_id, submission_no, explanation_no)
);

create unlogged table staging.issue (
    run_id text not null,
    submission_no integer not null,
    issue_no bigint generated always as identity,
    rule text not null,
    severity text not null check (severity in ('critical', 'blocking', 'query', 'info')),
    responsibility text not null,
    dimension text not null,
    place text not null,
    organisation text,
    indicator text,
    period text,
    basis text,
    observed text,
    expected text,
    difference text,
    fields jsonb not null default '{}',
    message text,
    remedy text,
    holds integer[] not null default '{}',
    primary key (run_id, issue_no)
);
comment on table staging.issue is 'faults of the run; holds lists the figure_no of its submission that the fault disproves';

-- quality -----------------------------------------------------------------------------------------------------------
create table quality.run (
    run_id text primary key,
    catalogue_hash text not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    submissions integer,
    figures integer,
    rules_loaded integer,
    rules_evaluated integer,
    rules_skipped integer,
    issues integer,
    results jsonb
);
comment on table quality.run is 'what each run checked; results is the validation result of Great Expectations in short';

create table quality.issue (
    issue_id bigint generated always as identity primary key,
    submission_id bigint not null references raw.submission (submission_id),
    number integer not null,
    rule text not null,
    severity text not null check (severity in ('critical', 'blocking', 'query', 'info')),
    responsibility text not null,
    dimension text not null,
    place text not null,
    organisation text,
    indicator text,
    period text,
    basis text,
    observed text,
    expected text,
    difference text,
    message text not null,
    remedy text not null,
    state text not null default 'open' check (state in ('open', 'explained', 'waived', 'void')),
    known_from timestamptz not null,
    unique (submission_id, number)
);
comment on table quality.issue is 'one fault at one place, found by one rule; numbered within its submission';
create index issue_rule on quality.issue (rule, period, organisation);

create table quality.unloaded_figure (
    submission_id bigint not null references raw.submission (submission_id),
    figure_no integer not null,
    reason text not null check (
        reason in (
            'unchanged', 'total', 'candidate', 'held', 'masked', 'missing', 'error', 'blank', 'unidentified',
            'repeated', 'ambiguous', 'overtaken', 'returned', 'duplicate', 'not_taken'
        )
    ),
    place text not null,
    raw_text text not null,
    status text not null,
    organisation text,
    indicator text,
    period text,
    basis text not null,
    value numeric,
    unit text,
    label text not null,
    is_total boolean not null,
    candidate boolean not null,
    source text not null,
    measure text,
    known_from timestamptz not null,
    primary key (submission_id, figure_no)
);
comment on table quality.unloaded_figure is 'figures that were read and made no new row in core.figure, and why; with those of core.figure they are all of a submission';
create index unloaded_key on quality.unloaded_figure (organisation, indicator, period, basis);

create table quality.explanation (
    explanation_id bigint generated always as identity primary key,
    rule text not null,
    organisation text not null,
    period text,
    indicator text,
    basis text,
    value numeric,
    place text,
    content text not null,
    accepted boolean not null,
    refusal text,
    submission_id bigint not null references raw.submission (submission_id),
    known_from timestamptz not null,
    lapsed_at timestamptz
);

create table quality.waiver (
    waiver_id bigint generated always as identity primary key,
    rule text not null,
    organisation text not null,
    period text,
    indicator text,
    approver text not null,
    reason text not null,
    valid_to date not null,
    decided_at timestamptz not null
);

create table quality.receipt (
    arrival_id text primary key references raw.arrival (arrival_id),
    due_at timestamptz not null,
    written_at timestamptz,
    path text
);
comment on table quality.receipt is 'receipts due: raised with the verdict, written after the commit';
create index receipt_unwritten on quality.receipt (due_at) where written_at is null;

-- core --------------------------------------------------------------------------------------------------------------
create table core.organisation (
    code text primary key,
    name text not null,
    kind text not null,
    parent text,
    valid_from date,
    valid_to date,
    successor text[] not null default '{}',
    counted_in text
);
create table core.indicator (
    code text primary key,
    name text not null,
    unit text not null,
    decimals integer not null,
    kind text not null,
    aggregation text not null,
    numerator text,
    denominator text,
    minimum numeric,
    maximum numeric,
    growth text not null,
    additive boolean not null,
    direction text,
    display_unit text,
    display_decimals integer,
    release text not null default 'public',
    min_units text,
    valid_from date,
    valid_to date
);
create table core.unit (
    unit text primary key,
    base_unit text not null,
    factor numeric not null
);
create table core.form (
    code text not null,
    version integer not null,
    title text not null,
    kind text not null,
    frequency text not null,
    subject text not null check (subject in ('reporter', 'county', 'listed')),
    subject_of_county text not null check (subject_of_county in ('reporter', 'county', 'listed')),
    subjects text[] not null default '{}',
    adds_to_parent boolean,
    priority integer not null,
    maturity text,
    first_month integer,
    valid_from date,
    valid_to date,
    primary key (code, version)
);
comment on table core.form is
'subject says whom the form describes, subject_of_county the same when the county or a bureau fills it; subjects are the kinds listed';
create table core.form_row (
    form text not null,
    version integer not null,
    indicator text not null,
    basis text not null,
    required boolean not null,
    months integer[] not null default '{}',
    exempt text[] not null default '{}',
    primary key (form, version, indicator, basis)
);
create table core.obligation (
    obligation_id bigint generated always as identity primary key,
    form text not null,
    organisation text not null,
    due_day integer not null,
    due_time time not null,
    due_month integer not null,
    reason text not null,
    months integer[] not null default '{}',
    valid_from date,
    valid_to date
);
comment on table core.obligation is 'one row an organisation: obligations of a kind are spread over its organisations';

create table core.figure (
    figure_id bigint generated always as identity,
    period_year integer not null,
    organisation text not null,
    indicator text not null,
    period text not null,
    basis text not null,
    reporter text not null,
    form text not null,
    value numeric,
    status text not null check (status in ('reported', 'not_applicable', 'blank')),
    unit text not null,
    digit_weight numeric,
    qualifier text,
    maturity text,
    refers_to text,
    place text not null,
    raw_text text not null,
    source text not null,
    submission_id bigint not null,
    figure_no integer not null,
    known_from timestamptz not null,
    known_to timestamptz not null default 'infinity',
    primary key (period_year, figure_id),
    check (known_from < known_to),
    check (status <> 'reported' or value is not null)
) partition by range (period_year);
comment on table core.figure is 'every figure with its history; half-open [known_from, known_to); one live row a key';
create unique index figure_live on core.figure (period_year, organisation, indicator, period, basis, reporter, form)
where known_to = 'infinity';
create index figure_history on core.figure (organisation, indicator, basis, period);
create index figure_submission on core.figure (submission_id);
create table core.figure_default partition of core.figure default;

create table core.clock (
    single boolean primary key default true check (single),
    last_known_from timestamptz not null
);
comment on table core.clock is 'the last instant given to a commit; known_from only grows';
insert into core.clock (last_known_from) values ('-infinity');

-- meta --------------------------------------------------------------------------------------------------------------
create table meta.catalogue (
    hash text primary key,
    snapshot_sha256 text not null,
    first_used_at timestamptz not null,
    in_force boolean not null default false
);
comment on table meta.catalogue is 'every catalogue used so far; the one in force is what the tables of core hold';
create unique index catalogue_in_force on meta.catalogue (in_force) where in_force;
create table meta.dirty_period (
    period text primary key,
    revision bigint not null,
    raised_at timestamptz not null
);
comment on table meta.dirty_period is 'periods whose rollups are older than their figures; cleared only at the revision that was read';
create sequence meta.revision;
create table meta.publication (
    period text primary key,
    revision bigint not null,
    as_of timestamptz not null,
    published_at timestamptz not null,
    rows integer not null
);
create table meta.journal (
    single boolean primary key default true check (single),
    file text not null,
    byte_offset bigint not null
);
comment on table meta.journal is 'how far the journal''s arrivals are in the ledger; what lies behind is taken up by the next intake';
