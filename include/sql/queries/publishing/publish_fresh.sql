-- where rollups are worked out before they are compared with those that stand
create temporary table if not exists fresh_rollup (like core.rollup including defaults) on commit drop;

delete from pg_temp.fresh_rollup;
