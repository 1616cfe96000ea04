-- how far what has arrived has come; publishing is done when nothing is waiting, due or dirty.
select
    (select count(*) from raw.arrival) as arrived,
    (
        select count(*) from raw.arrival
        where state = 'judged'
    ) as judged,
    (select count(*) from core.figure) as figures,
    (
        select count(*) from quality.receipt
        where written_at is not null
    ) as receipts,
    (
        select count(*) from quality.receipt
        where written_at is null
    ) as receipts_due,
    (
        select count(*) from meta.dirty_period
        where period not in (select f.period from meta.final_period as f)
    ) as dirty_periods,
    (select count(*) from meta.publication) as published_periods,
    (
        select count(*) from raw.arrival
        where removed_at is null
    ) as lying;
