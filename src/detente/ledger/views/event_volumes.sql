-- Events a month and source, all and between two states, for normalisation: volume grows with the press.
-- Rows that tell an event told before (duplicates) are counted.
select
    v.source,
    cast(date_trunc('month', v.day) as date) as start,
    cast(sum(v.events) as bigint) as events,
    cast(sum(v.between_states) as bigint) as between_states
from event_volumes v
group by v.source, cast(date_trunc('month', v.day) as date)
order by v.source, start
