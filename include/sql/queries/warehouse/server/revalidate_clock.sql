-- the last commit that changed figures: what was compared holds as long as it is the last
select c.last_known_from::text as last_known_from
from core.clock as c;
