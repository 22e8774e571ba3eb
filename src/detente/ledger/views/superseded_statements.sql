-- Statements of whose key and property a newer release says something else that is visible. What one release
-- says twice of one key stands twice: nothing is dropped unseen.
select c.statement_id
from contested_statements c
join (
    select v.rivals, max(v.said) as said
    from contested_statements v
    where (cast(:as_of as date) is null or v.visible_from <= cast(:as_of as date))
      and not exists (select 1 from rejected_statements r where r.statement_id = v.statement_id)
    group by v.rivals
) n on n.rivals = c.rivals
where c.said < n.said
