-- whether a report was followed by another of its reporter, form and period
create index submission_of_form on raw.submission (reporter, form, period, submission_id) where duplicate_of is null;
