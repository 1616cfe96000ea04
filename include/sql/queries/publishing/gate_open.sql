delete from meta.stopped_publication
where period = any(%(periods)s);
