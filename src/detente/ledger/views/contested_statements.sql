-- Statements whose source says more than one thing of the same key and property.
select s.statement_id, s.source, s.key, s.property
from statements s
join (
    select t.source, t.key, t.property
    from statements t
    group by t.source, t.key, t.property
    having count(*) > 1
) k on k.source = s.source and k.key = s.key and k.property = s.property
