select hash
from meta.catalogue
where
    hash = %(hash)s
    and in_force;
