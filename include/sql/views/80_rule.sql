-- where the rules of the catalogue in force are: a view each, named after the rule, with its text as comment
-- (checking/installing.py puts them there). they look at the run that the session has set:
--     set huizong.run_id = '…'; select * from rule."F-MONTH:total";
create schema rule;
comment on schema rule is 'the rules of the catalogue in force, a view each, and what they know of the catalogue';

create table rule.installed (
    key text not null,
    name text primary key,
    view_name text not null unique,
    description text not null,
    text_hash text not null
);
comment on table rule.installed is 'which rules are here; key is of catalogue and code together, text_hash of what the view says';

create table rule.operand (
    relation text not null,
    version integer not null,
    form text not null,
    stated_by text,
    valid_from date,
    valid_to date,
    at text not null,
    indicator text not null,
    basis text not null,
    over_children boolean not null,
    children boolean not null,
    asks boolean not null,
    blank_is_zero boolean not null,
    elsewhere boolean not null,
    first_month integer,
    exempt jsonb not null,
    counted boolean not null,
    weight numeric not null,
    softens boolean not null
);
comment on table rule.operand is 'which figures each relation of a form names';

create table rule.stated (form text not null, topic text not null, indicator text not null, basis text not null);
comment on table rule.stated is 'what a form''s own relation watches, so that the rules for any county leave it to that';

create table rule.first_owed (form text not null, indicator text not null, month integer not null);
comment on table rule.first_owed is 'the month that ends the first period of a year in which a form owes an indicator, where it is not January';

create table rule.basis_words (basis text primary key, words text not null);
comment on table rule.basis_words is 'how a basis is called in messages';

create view rule.batch as
select
    s.run_id,
    s.submission_no,
    s.arrival_id,
    s.kind,
    s.reporter,
    s.form,
    s.period,
    s.sha256,
    s.nil_report,
    s.received_at
from staging.submission as s
where s.run_id = current_setting('huizong.run_id', true);
comment on view rule.batch is 'the submissions of the run that the session has set';

create view rule.published_before as
select
    p.submission_no,
    p.organisation,
    p.period,
    p.past,
    p.indicator,
    p.basis,
    p.value,
    p.digit_weight,
    p.coarsest,
    p.own
from staging.past_figure as p
where p.run_id = current_setting('huizong.run_id', true) and p.at = 'previous';
comment on view rule.published_before is 'what was published for the period just before';

create view rule.published_last_year as
select
    p.submission_no,
    p.organisation,
    p.period,
    p.past,
    p.indicator,
    p.basis,
    p.value,
    p.digit_weight,
    p.coarsest,
    p.own
from staging.past_figure as p
where p.run_id = current_setting('huizong.run_id', true) and p.at = 'year_before';
comment on view rule.published_last_year is 'what was published for the same period of the year before';

-- what reading and recognising found, a fault each; a file of another organisation is refused once: its name is not asked
-- about as well. of a number lost in prose it is the very span at the place that was observed
create view rule.finding as
select
    b.run_id,
    n.rule,
    n.submission_no,
    n.rule as type,
    n.severity,
    n.place,
    n.organisation,
    n.indicator,
    n.period,
    n.basis,
    case
        when n.rule in ('prose-placeholder', 'prose-missing') then coalesce(nullif(n.fields ->> 'span', ''), n.fields ->> 'observed')
        else n.fields ->> 'observed'
    end as observed,
    n.fields ->> 'expected' as expected,
    n.fields ->> 'difference' as difference,
    n.fields,
    coalesce(
        (
            select array_agg(f.figure_no)
            from staging.figure as f
            where f.run_id = n.run_id and f.submission_no = n.submission_no and n.place <> '' and f.place = n.place
        ),
        '{}'
    ) as holds
from rule.batch as b
inner join staging.finding as n on b.run_id = n.run_id and b.submission_no = n.submission_no
where
    n.rule <> 'organisation-mismatch'
    or n.severity is null
    or not exists (
        select 1
        from staging.finding as graver
        where
            graver.run_id = n.run_id
            and graver.submission_no = n.submission_no
            and graver.rule = n.rule
            and graver.severity is null
    );
comment on view rule.finding is 'what reading and recognising found; the rule finding:<code> is its rows of that code';
