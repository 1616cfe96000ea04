select max(m.raised_at) as last
from meta.message as m
where m.kind = 'alert' and m.about = %(about)s;
