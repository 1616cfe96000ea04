-- the views of all rules, whichever catalogue's, and what they say
select
    i.view_name,
    i.text_hash
from rule.installed as i
