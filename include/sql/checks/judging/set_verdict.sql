update staging.submission set
    verdict = %(verdict)s,
    required = %(required)s,
    taken = %(taken)s,
    duplicate_of = (
        select max((i.fields ->> 'submission_id')::bigint)
        from staging.issue as i
        where i.run_id = %(run_id)s and i.submission_no = %(submission_no)s and i.fields ->> 'submission_id' is not null
    )
where run_id = %(run_id)s and submission_no = %(submission_no)s;
