-- the rules that are in the warehouse as this key's catalogue and code say
select i.name
from rule.installed as i
where i.key = %(key)s
