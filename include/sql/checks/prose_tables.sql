-- a figure in prose against the same one in a form of its reporter. what ends with the same month is the same figure
-- however its period is called (1-6月, 上半年, H1), a stock has one value a month. rounding as written may explain half a
-- unit of each last digit; 约 a whole one; 超过 and 余 only contradict what lies below, 不足 what lies above
with own as (
    select
        b.run_id,
        b.submission_no,
        b.reporter,
        f.figure_no,
        f.place,
        f.raw_text,
        f.organisation,
        f.indicator,
        f.period,
        f.basis,
        f.value,
        f.unit,
        f.source,
        f.candidate,
        f.qualifier,
        coalesce(f.digit_weight, power(10::numeric, -i.decimals)) as weight,
        p.year,
        p.last_month,
        core.figure_sense(f.basis, i.kind, p.frequency, p.last_month, f.refers_to) as sense
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    inner join core.indicator as i on f.indicator = i.code
    inner join core.period as p on f.period = p.period
    where
        b.reporter is not null
        and f.organisation is not null
        and f.value is not null
        and not f.is_total
        and f.maturity is distinct from 'estimate'
        and (f.status = 'reported' or (f.source = 'prose' and f.status = 'held'))
),

-- what the same reporter said before: live figures, and the candidates of its latest texts
before as (
    select distinct
        o.submission_no,
        c.organisation,
        c.indicator,
        c.period,
        c.basis,
        c.value,
        c.unit,
        c.source,
        c.qualifier,
        coalesce(c.digit_weight, power(10::numeric, -i.decimals)) as weight,
        c.refers_to,
        c.place,
        c.raw_text,
        r.file,
        i.kind
    from own as o
    inner join core.figure as c
        on
            o.year = c.period_year
            and o.organisation = c.organisation
            and o.indicator = c.indicator
            and o.reporter = c.reporter
            and c.known_to = 'infinity'
    inner join core.indicator as i on c.indicator = i.code
    inner join raw.submission as r on c.submission_id = r.submission_id
    where c.status = 'reported' and c.value is not null and c.maturity is distinct from 'estimate' and o.source <> c.source
    union all
    select distinct
        o.submission_no,
        u.organisation,
        u.indicator,
        u.period,
        u.basis,
        u.value,
        u.unit,
        u.source,
        'about' as qualifier,
        -- the unit as written is the value over the number that stands there
        abs(u.value / nullif(substring(u.raw_text from '\d+(?=\D|$)|\d+\.\d+')::numeric, 0))
        * power(10::numeric, -length(coalesce(substring(u.raw_text from '\d\.(\d+)'), ''))) as weight,
        null::text as refers_to,
        u.place,
        u.raw_text,
        r.file,
        i.kind
    from own as o
    inner join quality.unloaded_figure as u
        on
            o.organisation = u.organisation
            and o.indicator = u.indicator
            and u.period between o.year::text and o.year || '-zz'
    inner join core.indicator as i on u.indicator = i.code
    inner join raw.submission as r on u.submission_id = r.submission_id and o.reporter = r.reporter
    where
        o.source = 'cell'
        and u.candidate
        and u.source = 'prose'
        and u.value is not null
        and u.raw_text ~ '^\d'
        and r.verdict not in ('returned', 'waiting', 'ignored')
        and not exists (
            select 1
            from raw.submission as later
            where later.supersedes = r.submission_id
        )
        and exists (
            select 1
            from quality.issue as q
            where q.submission_id = u.submission_id and q.place = u.place and q.rule = 'narrative-candidate'
        )
),

earlier as (
    select
        e.*,
        p.year,
        p.last_month,
        core.figure_sense(e.basis, e.kind, p.frequency, p.last_month, e.refers_to) as sense
    from before as e
    inner join core.period as p on e.period = p.period
),

beside as (
    -- two that came together: told on the text
    select
        now.submission_no,
        now.source,
        now.organisation,
        now.indicator,
        now.period,
        now.basis,
        now.place,
        now.raw_text,
        now.value,
        now.weight,
        now.qualifier,
        now.unit,
        other.raw_text as other_text,
        other.value as other_value,
        other.weight as other_weight,
        other.qualifier as other_qualifier,
        other.unit as other_unit,
        other.place as other_place
    from own as now
    inner join own as other
        on
            now.reporter = other.reporter
            and now.organisation = other.organisation
            and now.indicator = other.indicator
            and now.year = other.year
            and now.last_month = other.last_month
            and now.sense = other.sense
    where now.source = 'prose' and other.source = 'cell'
    union all
    -- one now and one before, which this run doesn't give anew: told on the one that is new
    select
        now.submission_no,
        now.source,
        now.organisation,
        now.indicator,
        now.period,
        now.basis,
        now.place,
        now.raw_text,
        now.value,
        now.weight,
        now.qualifier,
        now.unit,
        other.raw_text as other_text,
        other.value as other_value,
        other.weight as other_weight,
        other.qualifier as other_qualifier,
        other.unit as other_unit,
        '《' || other.file || '》' || other.place as other_place
    from own as now
    inner join earlier as other
        on
            now.submission_no = other.submission_no
            and now.organisation = other.organisation
            and now.indicator = other.indicator
            and now.year = other.year
            and now.last_month = other.last_month
            and now.sense = other.sense
    where
        (now.source, other.source) in (('prose', 'cell'), ('cell', 'prose'))
        and not exists (
            select 1
            from own as newer
            where
                newer.source = other.source
                and newer.organisation = other.organisation
                and newer.indicator = other.indicator
                and newer.period = other.period
                and newer.basis = other.basis
                and newer.reporter = now.reporter
        )
),

pairs as (
    select
        b.submission_no,
        b.place,
        b.organisation,
        b.indicator,
        b.period,
        b.basis,
        case b.source when 'prose' then b.place else b.other_place end as said_place,
        case b.source when 'prose' then b.raw_text else b.other_text end as said_text,
        case b.source when 'prose' then b.value else b.other_value end as said_value,
        case b.source when 'prose' then b.weight else b.other_weight end as said_weight,
        case b.source when 'prose' then b.qualifier else b.other_qualifier end as qualifier,
        case b.source when 'prose' then b.other_value else b.value end as form_value,
        case b.source when 'prose' then b.other_unit else b.unit end as form_unit,
        case b.source when 'prose' then b.other_weight else b.weight end as form_weight,
        case b.source when 'prose' then b.other_place else b.place end as form_place
    from beside as b
),

measured as (
    select
        p.*,
        p.said_value - p.form_value as gap,
        (p.said_weight + p.form_weight) / 2 + case when p.qualifier = 'about' then p.said_weight / 2 else 0 end as allowed
    from pairs as p
)

select
    m.submission_no,
    'prose-differs-from-table' as type,
    null::text as severity,
    m.place,
    m.organisation,
    m.indicator,
    m.period,
    m.basis,
    m.said_text as observed,
    trim_scale(m.form_value)::text || m.form_unit as expected,
    trim_scale(abs(m.gap))::text || m.form_unit as difference,
    jsonb_build_object('place', m.said_place, 'detail', m.form_place) as fields,
    '{}'::integer[] as holds
from measured as m
where
    case
        when m.qualifier in ('more_than', 'at_least') then m.gap > m.allowed
        when m.qualifier in ('less_than', 'at_most') then -m.gap > m.allowed
        else abs(m.gap) > m.allowed
    end
