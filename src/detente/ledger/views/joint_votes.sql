-- The votes of both sides (all codes of each), with their session and what all states did on the same roll call.
-- value: 1 yes, 2 abstain, 3 no, 8 absent, 9 not a member; unanimous: all votes cast (1 to 3) are the same.
select
    s.*,
    cast(get_json_object(s.attributes, '$.session') as bigint) as session,
    coalesce(r.unanimous, true) as unanimous,
    coalesce(r.states_voting, 0) as states_voting
from current_statements s
left join (
    select
        c.source,
        c.object,
        min(c.value) = max(c.value) as unanimous,
        count(*) as states_voting
    from current_statements c
    where c.property = 'vote' and c.value in (1, 2, 3)
    group by c.source, c.object
) r on r.source = s.source and r.object = s.object
where s.property = 'vote'
  and (arrays_overlap(s.source_actors, :side_a) or arrays_overlap(s.source_actors, :side_b))
order by s.start nulls last, s.end nulls last, s.statement_id
