delete from mart.rollup
where period = any(%(periods)s);
