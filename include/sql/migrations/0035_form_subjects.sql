-- whom a form is about when a reporter fills it is said by the catalogue (catalogue/owed.py) and kept here, so that SQL asks and has
-- no rule of its own. filled for the catalogue in force as its view had it; the next catalogue fills it anew.
create table core.form_subject (
    form text not null,
    version integer not null,
    reporter text not null,
    organisation text not null,
    primary key (form, version, reporter, organisation)
);
comment on table core.form_subject is 'whom each form describes when a reporter that owes it fills it, whenever they hold';

insert into core.form_subject (
    form,
    version,
    reporter,
    organisation
)
with recursive line as (
    select
        o.code as organisation,
        o.parent as ancestor
    from core.organisation as o
    where o.parent is not null
    union
    select
        l.organisation,
        o.parent as ancestor
    from line as l
    inner join core.organisation as o on l.ancestor = o.code
    where o.parent is not null
),

owing as (
    select distinct
        f.code as form,
        f.version,
        r.code as reporter,
        r.kind in ('county', 'bureau') as of_county,
        case when r.kind in ('county', 'bureau') then f.subject_of_county else f.subject end as subject,
        case
            when cardinality(f.subjects) > 0 then f.subjects
            when r.kind in ('county', 'bureau') then array['town']
            else array['village']
        end as kinds
    from core.form as f
    inner join core.obligation as b on f.code = b.form
    inner join core.organisation as r on b.organisation = r.code
)

select
    w.form,
    w.version,
    w.reporter,
    w.reporter as organisation
from owing as w
where w.subject = 'reporter'
union all
select
    w.form,
    w.version,
    w.reporter,
    o.code as organisation
from owing as w
inner join core.organisation as o on o.kind = 'county'
where w.subject = 'county'
union all
select
    w.form,
    w.version,
    w.reporter,
    o.code as organisation
from owing as w
inner join core.organisation as o on o.kind = any(w.kinds) and o.kind <> 'bureau' and w.reporter <> o.code
where w.subject = 'listed' and w.of_county
union all
select
    w.form,
    w.version,
    w.reporter,
    o.code as organisation
from owing as w
inner join line as l on w.reporter = l.ancestor
inner join core.organisation as o on l.organisation = o.code and o.kind = any(w.kinds)
where w.subject = 'listed' and not w.of_county;

alter table core.form drop column subject, drop column subject_of_county, drop column subjects;
comment on table core.form is 'forms of the catalogue, a row a version; whom one is about: core.form_subject';
