-- what came out in place of what stood, row by row and only where it differs: also in how many digits a number is written with.
-- place and share of the period before are `publish_carry`'s, which finds them lacking in the rows that are new.
delete from core.rollup as r
where
    r.period = any(%(periods)s)
    and (%(indicators)s::text[] is null or r.indicator = any(%(indicators)s))
    and not exists (
        select 1
        from pg_temp.fresh_rollup as f
        where
            f.period = r.period
            and f.organisation = r.organisation
            and f.indicator = r.indicator
            and f.basis = r.basis
            and f.method = r.method
            and row(
                f.organisation_name,
                f.indicator_name,
                f.is_headline,
                f.value,
                f.unit,
                f.reported,
                f.expected,
                f.full_coverage,
                f.missing,
                f.missing_names,
                f.held,
                f.held_names,
                f.contested,
                f.rank,
                f.ranked,
                f.release,
                f.suppressed,
                f.placeholders,
                f.placeholder,
                f.placeholder_names,
                f.year_before_share,
                f.progress_gap,
                f.counted,
                scale(f.value),
                scale(f.year_before_share),
                scale(f.progress_gap)
            )
            is not distinct from row(
                r.organisation_name,
                r.indicator_name,
                r.is_headline,
                r.value,
                r.unit,
                r.reported,
                r.expected,
                r.full_coverage,
                r.missing,
                r.missing_names,
                r.held,
                r.held_names,
                r.contested,
                r.rank,
                r.ranked,
                r.release,
                r.suppressed,
                r.placeholders,
                r.placeholder,
                r.placeholder_names,
                r.year_before_share,
                r.progress_gap,
                r.counted,
                scale(r.value),
                scale(r.year_before_share),
                scale(r.progress_gap)
            )
    );

insert into core.rollup (
    period, organisation, indicator, basis, method, organisation_name, indicator_name, is_headline, value, unit, reported,
    expected, full_coverage, missing, missing_names, held, held_names, contested, rank, ranked,
    release, suppressed, placeholders, placeholder, placeholder_names, year_before_share, progress_gap, counted
)
select
    f.period,
    f.organisation,
    f.indicator,
    f.basis,
    f.method,
    f.organisation_name,
    f.indicator_name,
    f.is_headline,
    f.value,
    f.unit,
    f.reported,
    f.expected,
    f.full_coverage,
    f.missing,
    f.missing_names,
    f.held,
    f.held_names,
    f.contested,
    f.rank,
    f.ranked,
    f.release,
    f.suppressed,
    f.placeholders,
    f.placeholder,
    f.placeholder_names,
    f.year_before_share,
    f.progress_gap,
    f.counted
from pg_temp.fresh_rollup as f
where
    not exists (
        select 1
        from core.rollup as r
        where
            r.period = f.period
            and r.organisation = f.organisation
            and r.indicator = f.indicator
            and r.basis = f.basis
            and r.method = f.method
    );
