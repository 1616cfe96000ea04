-- what an explanation, a waiver or a standing reason is bound to (DESIGN §2), said once. the topic of a fault is its rule and
-- figure; the question also the figure's value, and where there is no figure the place and what was observed there. two
-- questions are the same if these texts are: jsonb compares numbers by value, and an unknown part is equal to an unknown part.
create or replace function quality.question_topic(rule text, organisation text, period text, indicator text, basis text)
returns jsonb
language sql
immutable
parallel safe
return jsonb_build_array(rule, organisation, period, indicator, basis);

create or replace function quality.question(topic jsonb, value numeric, place text, observed text)
returns jsonb
language sql
immutable
parallel safe
return topic || case when value is null then jsonb_build_array(null, place, observed) else jsonb_build_array(value) end;

revoke all on function quality.question_topic(text, text, text, text, text) from public;
revoke all on function quality.question(jsonb, numeric, text, text) from public;
grant execute on function quality.question_topic(text, text, text, text, text) to huizong_loader;
grant execute on function quality.question(jsonb, numeric, text, text) to huizong_loader;
