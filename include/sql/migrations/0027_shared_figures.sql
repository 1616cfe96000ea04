-- which figures have ever had more than one source, noted as figures come: nearly none has, and to find those among all of a
-- period takes as long as to read the period. sources that end leave their row: whoever asks looks at what is live.
create table core.shared_figure (
    period text not null,
    organisation text not null,
    indicator text not null,
    basis text not null,
    period_year integer not null,
    primary key (period, organisation, indicator, basis)
);
comment on table core.shared_figure is 'figures that more than one reporter or form gave, at whatever time; filled as figures are inserted';

create function core.note_shared_figures()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into core.shared_figure (period, organisation, indicator, basis, period_year)
    select distinct
        n.period,
        n.organisation,
        n.indicator,
        n.basis,
        n.period_year
    from new_figure as n
    inner join core.figure as f
        on
            n.period_year = f.period_year
            and n.organisation = f.organisation
            and n.indicator = f.indicator
            and n.period = f.period
            and n.basis = f.basis
    where f.known_to = 'infinity' and (n.reporter, n.form) <> (f.reporter, f.form)
    on conflict do nothing;
    return null;
end
$$;
comment on function core.note_shared_figures() is
'of a statement that inserts figures: those that another source gave too; loads take core.clock first, so none misses the other''s';

create trigger note_shared_figures
after insert on core.figure
referencing new table as new_figure
for each statement execute function core.note_shared_figures();

insert into core.shared_figure (period, organisation, indicator, basis, period_year)
select
    f.period,
    f.organisation,
    f.indicator,
    f.basis,
    f.period_year
from core.figure as f
where f.known_to = 'infinity'
group by f.period, f.organisation, f.indicator, f.basis, f.period_year
having count(*) > 1;
