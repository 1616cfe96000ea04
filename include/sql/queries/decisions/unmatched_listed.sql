select
    u.number,
    u.kind,
    u.name,
    u.unit,
    u.figures,
    u.submissions,
    u.organisations,
    u.examples,
    u.nearest_name,
    u.catalogue_file,
    u.catalogue_line,
    u.more_lines,
    u.wanted
from mart.unmatched as u
where u.number is not null
order by u.figures desc, u.number asc;
