-- the rules that follow plan with what was resolved
select staging.count_resolved();
