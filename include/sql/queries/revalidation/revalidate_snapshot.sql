-- where a catalogue that was in force once lies in the archive
select snapshot_sha256
from meta.catalogue
where hash = %(hash)s;
