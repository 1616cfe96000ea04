delete from meta.view_file
where name <> all(%(names)s);
