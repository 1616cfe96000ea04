-- for the county: whoever only reads sees what is lacking and how often, and not where it stands (decision on what readers see)
create view mart.unmatched as
with waiting as materialized (
    select n.*
    from core.unmatched_name as n
),

grouped as (
    select
        w.kind,
        w.name,
        mode() within group (order by w.unit) as unit,
        array_agg(distinct w.form) filter (where w.form is not null) as forms,
        count(*)::integer as figures,
        count(distinct w.submission_id)::integer as submissions,
        count(distinct w.reporter)::integer as organisations,
        min(w.known_from) as first_read_at,
        max(w.known_from) as last_read_at
    from waiting as w
    group by w.kind, w.name
),

place as (
    select distinct on (w.kind, w.name, w.reporter)
        w.kind,
        w.name,
        w.reporter,
        w.submission_id,
        concat_ws(' ', w.reporter, w.period, w.place) as example
    from waiting as w
    order by w.kind asc, w.name asc, w.reporter asc, w.submission_id desc, w.unmatched_no asc
),

example as (
    select
        p.kind,
        p.name,
        (array_agg(p.example order by p.reporter))[1:3] as examples,
        max(p.submission_id) as submission_id
    from place as p
    group by p.kind, p.name
)

select
    n.number,
    g.kind,
    g.name,
    g.unit,
    g.forms,
    g.figures,
    g.submissions,
    g.organisations,
    g.first_read_at,
    g.last_read_at,
    case when core.is_staff(current_user) then e.examples end as examples,
    case when core.is_staff(current_user) then e.submission_id end as example_submission,
    n.nearest,
    n.nearest_name,
    n.file as catalogue_file,
    n.line as catalogue_line,
    n.more as more_lines,
    n.wanted
from grouped as g
inner join example as e on g.kind = e.kind and g.name = e.name
left join meta.proposal as n on g.kind = n.kind and g.name = n.name
left join core.indicator as i on n.nearest = i.code and g.kind in ('indicator', 'measure')
where
    core.is_staff(current_user)
    or core.is_open(i.release);
comment on view mart.unmatched is
'names in reports that the catalogue lacks, how many numbers wait for each, and the line that lets them in; figures wait until the line is there, then they load by the next run';
comment on column mart.unmatched.number is 'the number by which `huizong catalogue adopt` takes it; null until the next run has looked at it';
comment on column mart.unmatched.kind is
'indicator (of a table), organisation, header, unit, or measure (of prose)';
comment on column mart.unmatched.name is 'the text as read; a header with the headers above it; personal numbers masked';
comment on column mart.unmatched.unit is
'the unit that stands beside it most often; of a unit, the one that was expected; null where none was read';
comment on column mart.unmatched.forms is 'codes of the forms in which it stands; null for texts that no form owes';
comment on column mart.unmatched.figures is 'numbers that wait for it; for an unknown reporter 1 a file';
comment on column mart.unmatched.submissions is 'reports in which it stands';
comment on column mart.unmatched.organisations is 'organisations that wrote it';
comment on column mart.unmatched.first_read_at is 'when it was read first, in reports that still stand';
comment on column mart.unmatched.last_read_at is 'when it was read last';
comment on column mart.unmatched.examples is
'for the county only: reporter, period and place of up to three, each of another reporter; null for the reader role';
comment on column mart.unmatched.example_submission is 'for the county only: the latest submission in which it stands; null for the reader role';
comment on column mart.unmatched.nearest is 'code of the indicator or organisation with the nearest name; null where none is near';
comment on column mart.unmatched.nearest_name is 'its name, or the header that is near';
comment on column mart.unmatched.catalogue_file is 'file of the catalogue that lacks a line; null where no line helps';
comment on column mart.unmatched.catalogue_line is 'the line, in the order of that file''s columns';
comment on column mart.unmatched.more_lines is 'further lines that it takes, each as file: line, such as the row of a form';
comment on column mart.unmatched.wanted is 'what a person has to say before the line is whole: basis, factor or form; null for nothing';
