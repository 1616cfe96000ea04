update meta.proposal set
    nearest = %(nearest)s,
    nearest_name = %(nearest_name)s,
    file = %(file)s,
    line = %(line)s,
    more = %(more)s,
    wanted = %(wanted)s,
    catalogue_hash = %(catalogue_hash)s
where number = %(number)s;
