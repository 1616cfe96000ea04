-- of any time, by indicator: what a period's figures were at an instant is asked of one indicator
drop index core.figure_of_period;
create index figure_of_period on core.figure (period, indicator, basis, organisation);
