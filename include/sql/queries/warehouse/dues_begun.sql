-- since when the system knows what is owed; what was due before it began is nobody's debt
select min(c.first_used_at) as since
from meta.catalogue as c;
