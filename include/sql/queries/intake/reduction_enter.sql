-- of a line of the journal that is read again nothing comes
insert into quality.reduction (document, organisation, indicator, period, registrar, decided_at)
select
    %(document)s as given_document,
    named.organisation,
    %(indicator)s as given_indicator,
    %(period)s as given_period,
    %(registrar)s as given_registrar,
    %(decided_at)s::timestamptz as given_at
from unnest(%(organisations)s::text[]) as named (organisation)
on conflict do nothing;
