-- the views of all rules, whichever catalogue's
select i.view_name
from rule.installed as i
