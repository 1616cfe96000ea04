select
    name,
    sha256
from meta.view_file
order by name;
