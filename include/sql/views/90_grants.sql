-- who may do what (DESIGN §4, roles); applied after everything else, so that new tables and views are covered.
-- nobody deletes evidence: no delete on raw, core.figure, quality; no update of a figure but its known_to.
do $$
begin
    if exists (select from pg_database where datname = current_database() and pg_has_role(datdba, 'member')) then
        execute format('grant connect, temporary on database %I to huizong_loader', current_database());
        execute format('grant connect on database %I to huizong_reader', current_database());
    end if;
end
$$;

revoke all on all tables in schema raw, staging, quality, core, mart, meta from huizong_loader, huizong_reader;
revoke all on schema raw, staging, quality, core, mart, meta from huizong_reader;
revoke all on all functions in schema core, mart from public;

grant usage on schema raw, staging, quality, core, mart, meta to huizong_loader;
grant usage on schema mart to huizong_reader;

grant select on all tables in schema raw, staging, quality, core, mart, meta to huizong_loader;
grant usage on all sequences in schema raw, staging, quality, core, meta to huizong_loader;

-- raw
grant insert on all tables in schema raw to huizong_loader;
grant update (state, attempts, tried_at, last_error, removed_at) on raw.arrival to huizong_loader;

-- staging
grant insert, update, delete on
staging.submission, staging.figure, staging.expected, staging.finding, staging.explanation, staging.issue, staging.unmatched,
staging.past_figure, staging.operand
to huizong_loader;

-- rule: the loader puts the rules of the catalogue in force there
grant usage, create on schema rule to huizong_loader;
grant select, insert, delete on all tables in schema rule to huizong_loader;

-- quality
grant insert on all tables in schema quality to huizong_loader;
revoke insert on quality.submitted_figure, quality.questioned, quality.answer from huizong_loader;
grant update on quality.run to huizong_loader;
grant update (state) on quality.issue to huizong_loader;
grant update (state, closed_at) on quality.period_issue to huizong_loader;
grant update (lapsed_at) on quality.explanation to huizong_loader;
grant update (due_at, written_at, path, attempts, last_error) on quality.receipt to huizong_loader;

-- core: the catalogue is a mirror and may be refilled; figures may be added and closed
grant insert, update, delete on
core.organisation, core.indicator, core.unit, core.form, core.form_row, core.form_subject, core.obligation, core.scoring, core.share,
core.due_report
to huizong_loader;
grant insert, update (known_to) on core.figure to huizong_loader;
grant update (last_known_from) on core.clock to huizong_loader;
grant insert, update (known_to) on core.rollup_version to huizong_loader;
grant insert, delete, update (previous_share, last_rank) on core.rollup to huizong_loader;
grant insert on core.restatement to huizong_loader;
grant insert, delete on core.joined_rollup to huizong_loader;

-- meta
grant insert on meta.published to huizong_loader;
grant insert, update, delete on meta.stopped_publication to huizong_loader;
grant insert, update, delete on
meta.dirty_period, meta.period_touched, meta.publication, meta.catalogue, meta.journal, meta.proposal
to huizong_loader;
grant insert, update on meta.message, meta.reminder_note, meta.beat to huizong_loader;

-- mart
grant select on all tables in schema mart to huizong_reader;
grant execute on all functions in schema core, mart to huizong_loader;
grant execute on all functions in schema mart to huizong_reader;
grant execute on function core.period_coverage(text) to huizong_reader;
grant execute on function core.rollup_addend(text) to huizong_reader;
grant execute on function core.composed(text, numeric, numeric, numeric) to huizong_reader;
grant execute on function core.is_staff(name) to huizong_reader;
grant execute on function core.is_open(text) to huizong_reader;
