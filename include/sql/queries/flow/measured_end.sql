update meta.beat
set at = %(until)s
where name = 'measured';
