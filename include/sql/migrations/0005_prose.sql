-- what reconciliation of prose asks ------------------------------------------------------------------------------------
create function core.figure_sense(basis text, kind text, frequency text, last_month integer, refers_to text) returns text
language sql immutable parallel safe
return case
    when basis in ('current', 'cumulative') and kind = 'stock' then 'value'
    when basis = 'cumulative' then 'to date'
    when basis = 'current' and frequency = 'year' then 'to date'
    when basis = 'current' and frequency = 'half' and last_month = 6 then 'to date'
    when basis = 'current' and frequency = 'quarter' and last_month = 3 then 'to date'
    when basis = 'growth_rate' and refers_to = 'current' and frequency = 'month' then 'growth of the month'
    when basis in ('growth_rate', 'plan_completion') then basis
    else basis || ' ' || frequency
end;
comment on function core.figure_sense is
'which figures of one organisation, indicator, year and last month are the same: 1-6月, 上半年 and H1 are, a stock has one a month';

create function raw.passage(content text) returns text
language sql immutable parallel safe
return md5(regexp_replace(content, '\s+', '', 'g'));
comment on function raw.passage is 'a paragraph without its spaces, as one short text to be found by';
create index paragraph_passage on raw.paragraph (raw.passage(content));
