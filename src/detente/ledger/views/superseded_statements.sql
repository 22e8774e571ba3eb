-- Visible statements whose source's newest release says something else of the same key and property. What one
-- release says twice of one key stands twice: nothing is dropped unseen.
select c.statement_id
from (
    select
        k.statement_id,
        rank() over (
            partition by k.source, k.key, k.property
            order by b.release desc, b.recorded_at desc, b.batch desc
        ) as age
    from contested_statements k
    join visible_statements v on v.statement_id = k.statement_id
    join sightings g on g.statement_id = k.statement_id
    join batches b on b.batch = g.batch
) c
group by c.statement_id
having min(c.age) > 1
