-- an arrival given up: returned, with the place in our code for the engineer
update raw.arrival set last_error = %(reason)s
where arrival_id = %(arrival_id)s;
