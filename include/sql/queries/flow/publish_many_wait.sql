-- whether more arrivals wait to be judged than one publication is done anew for
select count(*) > %(few)s as many_wait
from raw.arrival as a
where a.state = 'received';
