-- [reports]
create table public.report as
select
    m.n as month,
    m.n * %(towns)s + t.n + 1 as number,
    %(start)s + m.n / 12 as year,
    m.n %% 12 + 1 as month_of_year,
    (%(start)s + m.n / 12) || '-' || lpad((m.n %% 12 + 1)::text, 2, '0') as period,
    'T' || lpad(t.n::text, 3, '0') as town,
    t.n as town_number,
    'a' || lpad((m.n * %(towns)s + t.n + 1)::text, 9, '0') as arrival_id,
    encode(sha256((m.n * %(towns)s + t.n + 1)::text::bytea), 'hex') as sha256,
    make_timestamptz(%(start)s + m.n / 12, m.n %% 12 + 1, 5, 9, 0, 0, 'Asia/Shanghai')
    + interval '1 month' + t.n * interval '1 second' as received_at
from generate_series(0, %(last)s) as m (n)
cross join generate_series(0, %(towns)s - 1) as t (n);

-- [figures]
select
    r.year as period_year,
    r.town as organisation,
    'I' || lpad(i.n::text, 3, '0') as indicator,
    r.period,
    b.basis,
    r.town as reporter,
    'M' as form,
    case b.basis
        when 'growth_rate' then 5.0
        when 'current' then v.base
        when 'cumulative' then v.base * r.month_of_year
        else round(v.base * r.month_of_year / 1.05, 1)
    end as value,
    'reported' as status,
    case b.basis when 'growth_rate' then '%%' else '万元' end as unit,
    0.1 as digit_weight,
    case when b.basis in ('prior_year', 'growth_rate') then 'cumulative' end as refers_to,
    '表!C' || i.n as place,
    '1' as raw_text,
    'cell' as source,
    r.number as submission_id,
    i.n * 4 + b.n as figure_no,
    r.received_at as known_from
from public.report as r
cross join generate_series(0, %(indicators)s - 1) as i (n)
cross join (values (0, 'current'), (1, 'cumulative'), (2, 'prior_year'), (3, 'growth_rate')) as b (n, basis)
cross join lateral (select 100 + r.town_number + i.n * 0.1 as base) as v
where r.month between %(first)s and %(last)s
