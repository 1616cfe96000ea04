select
    number,
    name,
    sha256
from meta.migration
order by number;
