-- whether there is a warehouse at all
select
    to_regclass('meta.content_row') is not null as is_current,
    to_regclass('raw.submission') is not null as is_there;
