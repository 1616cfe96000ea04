-- known_from and known_to never change once they are written, so the answer for a past instant never does either. it
-- shows every source: which of them counts is the catalogue's word, and that may change.
create function mart.figure_as_of(instant timestamptz)
returns table (
    organisation text,
    indicator text,
    period text,
    basis text,
    reporter text,
    form text,
    value numeric,
    unit text,
    status text,
    qualifier text,
    maturity text,
    submission_id bigint,
    known_from timestamptz
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
select
    f.organisation,
    f.indicator,
    f.period,
    f.basis,
    f.reporter,
    f.form,
    f.value,
    f.unit,
    f.status,
    f.qualifier,
    f.maturity,
    f.submission_id,
    f.known_from
from core.figure as f
left join core.indicator as i on f.indicator = i.code
where
    f.known_from <= instant
    and f.known_to > instant
    and (
        pg_has_role(session_user, 'huizong_loader', 'usage')
        or (
            i.release is distinct from 'restricted'
            and not exists (
                select 1
                from mart.rollup as s
                where s.suppressed and f.organisation = s.organisation and f.indicator = s.indicator and f.period = s.period
            )
        )
    )
$$;
comment on function mart.figure_as_of(timestamptz) is 'every figure of every reporter and form as the warehouse knew it at the instant; the same call always gives the same rows';
