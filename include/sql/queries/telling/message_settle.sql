-- a reminder of yesterday is no news; what a process had in hand when it ended may have arrived, and is not sent again
update meta.message set
    state = case when state = 'sending' then 'uncertain' else 'expired' end,
    last_error = case
        when state = 'sending' then 'the process ended while it was sent; it may have arrived and isn''t sent again'
        else coalesce(last_error, 'its day went by before it could be sent')
    end
where
    (state = 'sending' and tried_at < %(lost)s)
    or (state = 'waiting' and kind <> 'alert' and day < %(today)s);
