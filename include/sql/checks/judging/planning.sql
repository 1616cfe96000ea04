-- a rule joins many small tables in the order in which it is best run: searching for another costs more than running it
set local join_collapse_limit = 1;
set local from_collapse_limit = 1;
set local jit = off;
-- the run that the rules look at
select set_config('huizong.run_id', %(run_id)s, true);
