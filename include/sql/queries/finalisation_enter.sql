-- of a line of the journal that is read again nothing comes
insert into quality.finalisation (period, is_final, approver, reason, decided_at)
values (%(period)s, %(is_final)s, %(approver)s, %(reason)s, %(decided_at)s::timestamptz)
on conflict do nothing;

update mart.rollup as r set state = s.state
from (
    select case when count(*) > 0 then 'final' else 'provisional' end as state
    from meta.final_period as f
    where f.period = %(period)s
) as s
where r.period = %(period)s and r.state <> s.state;
