-- every staged figure of a judged run with its disposition: `load`, or the reason why it makes no row in core.figure.
-- for one key a run takes one figure: of several submissions the last, in it the one that says most (a value before a
-- blank). two different values of one key in one submission contradict each other: neither is taken.
create view staging.loading_figure as
with judged as (
    select
        f.run_id,
        f.submission_no,
        f.figure_no,
        s.submission_id,
        s.reporter,
        s.form,
        f.organisation,
        f.indicator,
        f.period,
        f.basis,
        f.status,
        f.value,
        f.unit,
        f.digit_weight,
        f.qualifier,
        f.maturity,
        f.refers_to,
        f.place,
        f.raw_text,
        f.label,
        f.is_total,
        f.candidate,
        f.source,
        f.measure,
        case
            when s.duplicate_of is not null then 'duplicate'
            when coalesce(s.verdict, s.early_verdict) in ('waiting', 'ignored') then 'not_taken'
            when coalesce(s.verdict, s.early_verdict) = 'returned' then 'returned'
            when f.candidate then 'candidate'
            when f.is_total then 'total'
            when s.reporter is null or s.form is null or f.organisation is null or f.indicator is null then 'unidentified'
            when coalesce(f.period, '') !~ '^\d{4}(-(\d{2}|Q[1-4]|H[12]))?$' then 'unidentified'
            when f.status = 'held' then 'held'
            when f.status = 'placeholder' then 'masked'
            when f.status in ('missing', 'error') then f.status
            when f.status = 'blank' and coalesce(e.required, false) then 'blank'
            else 'load'
        end as own_disposition
    from staging.figure as f
    inner join staging.submission as s on f.run_id = s.run_id and f.submission_no = s.submission_no
    left join staging.expected as e
        on
            f.run_id = e.run_id
            and f.submission_no = e.submission_no
            and f.organisation = e.organisation
            and f.indicator = e.indicator
            and f.period = e.period
            and f.basis = e.basis
),

compared as (
    select
        judged.*,
        count(*) filter (where judged.status = 'reported') over same_key as values_given,
        min(judged.value) filter (where judged.status = 'reported') over same_key as smallest,
        max(judged.value) filter (where judged.status = 'reported') over same_key as largest
    from judged
    window same_key as (
        partition by
            judged.run_id, judged.submission_no, judged.own_disposition,
            judged.organisation, judged.indicator, judged.period, judged.basis
    )
),

settled as (
    select
        compared.*,
        case
            when compared.own_disposition = 'load' and compared.values_given > 1 and compared.smallest <> compared.largest then 'ambiguous'
            else compared.own_disposition
        end as settled_disposition
    from compared
),

ranked as (
    select
        settled.*,
        row_number() over (
            partition by
                settled.run_id, settled.settled_disposition, settled.organisation, settled.indicator, settled.period,
                settled.basis, settled.reporter, settled.form
            order by
                settled.submission_no desc,
                array_position(array['reported', 'not_applicable', 'blank'], settled.status) asc,
                settled.figure_no asc
        ) as turn,
        max(settled.submission_no) over (
            partition by
                settled.run_id, settled.settled_disposition, settled.organisation, settled.indicator, settled.period,
                settled.basis, settled.reporter, settled.form
        ) as last_submission_no
    from settled
)

select
    ranked.run_id,
    ranked.submission_no,
    ranked.figure_no,
    ranked.submission_id,
    ranked.reporter,
    ranked.form,
    ranked.organisation,
    ranked.indicator,
    ranked.period,
    ranked.basis,
    ranked.status,
    ranked.value,
    ranked.unit,
    ranked.digit_weight,
    ranked.qualifier,
    ranked.maturity,
    ranked.refers_to,
    ranked.place,
    ranked.raw_text,
    ranked.label,
    ranked.is_total,
    ranked.candidate,
    ranked.source,
    ranked.measure,
    case
        when ranked.settled_disposition <> 'load' or ranked.turn = 1 then ranked.settled_disposition
        when ranked.submission_no < ranked.last_submission_no then 'overtaken'
        else 'repeated'
    end as disposition
from ranked;
