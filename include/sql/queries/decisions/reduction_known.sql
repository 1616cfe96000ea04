-- whose cumulative the document covers already
select r.organisation
from quality.reduction as r
where
    r.document = %(document)s
    and r.indicator = %(indicator)s
    and r.period = %(period)s
    and r.organisation = any(%(organisations)s)
order by r.organisation;
