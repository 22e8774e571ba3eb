-- Events of all dyads together in the periods of sources that count them by dyad, for normalisation.
select
    c.source,
    c.start,
    max(c.end) as end,
    cast(sum(c.value) as bigint) as events
from current_statements c
where c.property = 'coded_event_count'
group by c.source, c.start
order by c.source, c.start
