-- a writing of the receipt begins; one that another writer holds is left to it
with due as (
    select arrival_id
    from quality.receipt
    where arrival_id = %(arrival_id)s and written_at is null
    for update skip locked
)

update quality.receipt set attempts = quality.receipt.attempts + 1
from due
where quality.receipt.arrival_id = due.arrival_id
returning quality.receipt.attempts;
