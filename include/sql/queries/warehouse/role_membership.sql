with wanted as (
    select to_regrole(%(role)s) as role
)

select
    current_user as login,
    role is not null as known,
    coalesce(pg_has_role(current_user, role::oid, 'member'), false) as member
from wanted;
