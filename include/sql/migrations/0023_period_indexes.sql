-- questions about one period of all organisations, however long the history is
create index figure_of_period on core.figure (period, organisation, indicator, basis)
where known_to = 'infinity';
create index submission_of_period on raw.submission (period);
