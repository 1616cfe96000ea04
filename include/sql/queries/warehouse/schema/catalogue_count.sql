-- rollups and rules join these tables many times, and the planner must know how small they are
select core.count_catalogue();
