-- a submission of which nobody said why it can't be taken: no form, reporter or period, or nothing in it
with unsaid as (
    select
        b.*,
        s.issue_cells
    from batch as b
    inner join staging.submission as s on b.run_id = s.run_id and b.submission_no = s.submission_no
    where
        s.early_verdict is null
        and not exists (
            select 1
            from staging.finding as n
            where
                n.run_id = b.run_id
                and n.submission_no = b.submission_no
                and (
                    n.severity = 'critical'
                    or (
                        n.severity is null
                        and (
                            n.rule like 'file-%'
                            or n.rule in (
                                'organisation-missing', 'organisation-mismatch', 'organisation-unknown', 'period-missing',
                                'period-mismatch', 'period-future', 'form-unknown', 'form-unread', 'report-void', 'folder-unknown',
                                'header-ambiguous', 'header-missing', 'indicator-unnamed', 'encoding-broken', 'form-not-in-force',
                                'processing-failed'
                            )
                        )
                    )
                )
        )
),

said as (
    select
        u.submission_no,
        u.period,
        case
            when u.reporter is null then 'organisation-missing'
            when u.kind = 'table' and u.form is null then 'form-unknown'
            when u.period is null and u.form is not null then 'period-missing'
            when
                u.kind = 'table' and not u.nil_report and not exists (
                    select 1
                    from staging.figure as f
                    where f.run_id = u.run_id and f.submission_no = u.submission_no
                ) and u.issue_cells = 0
                then 'file-empty'
        end as type
    from unsaid as u
)

select
    s.submission_no,
    s.type,
    null::text as severity,
    '' as place,
    null::text as organisation,
    null::text as indicator,
    s.period,
    null::text as basis,
    null::text as observed,
    null::text as expected,
    null::text as difference,
    case s.type
        when 'form-unknown' then '{"detail": "", "expected": "报表全名（年月）"}'::jsonb
        else '{}'::jsonb
    end as fields,
    '{}'::integer[] as holds
from said as s
where s.type is not null
