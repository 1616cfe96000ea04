select
    file,
    byte_offset
from meta.journal;
