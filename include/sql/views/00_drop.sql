-- everything that the files after this one make, dependents first: they are applied together (see warehouse/migrate.py).
drop function if exists mart.figure_as_of(timestamptz);
drop view if exists mart.issue_summary;
drop view if exists mart.coverage;
drop view if exists mart.submission;
drop view if exists mart.conflict;
drop view if exists mart.figure_latest;
drop view if exists mart.figure_sources;
drop function if exists core.rollup_row(text []);
drop function if exists core.rollup_term(text []);
drop function if exists core.period_value(text []);
drop function if exists core.lifted_figure(text []);
drop function if exists core.expected_figure(text []);
drop view if exists core.source_figure;
drop view if exists core.waiting_figure;
drop view if exists core.period_input;
drop view if exists core.organisation_line;
drop view if exists quality.submitted_figure;
drop view if exists staging.loading_figure;
