-- where a place comes as a reader meets it, as a text to sort by: what is of the whole file first, then sheet by sheet and down each, or
-- paragraph by paragraph and along each; of several places in one text the first counts, and a cell stands before a longer range
create or replace function quality.reading_order(place text)
returns text
language sql
immutable
parallel safe
return concat_ws(
    chr(1),
    coalesce(substring(place from '^(.*?)![A-Z]+\d'), ''),
    lpad(coalesce(substring(place from '![A-Z]+(\d+)'), substring(place from '^(\d+):'), ''), 20, '0'),
    lpad(coalesce(length(substring(place from '!([A-Z]+)\d')), 0)::text, 4, '0'),
    lpad(coalesce(substring(place from '^\d+:(\d+)'), ''), 20, '0'),
    place
);
