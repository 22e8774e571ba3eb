-- Statements whose source says more than one thing of the same key and property. rivals: number of that key and
-- property; said: place of the newest release that says it, in the order of releases; visible_from: see
-- visible_statements.
select
    s.statement_id,
    k.rivals,
    d.said,
    coalesce(s.known_from, cast(s.recorded_at as date)) as visible_from
from statements s
join (
    select
        t.source,
        t.key,
        t.property,
        row_number() over (order by min(t.statement_id)) as rivals
    from statements t
    group by t.source, t.key, t.property
    having count(*) > 1
) k on k.source = s.source and k.key = s.key and k.property = s.property
join (
    select g.statement_id, max(b.place) as said
    from sightings g
    join (
        select a.batch, row_number() over (order by a.release, a.recorded_at, a.batch) as place
        from batches a
    ) b on b.batch = g.batch
    group by g.statement_id
) d on d.statement_id = s.statement_id
