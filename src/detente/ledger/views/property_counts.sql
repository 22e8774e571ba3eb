-- How many statements each source has of each property, and the days they span.
select
    s.source,
    s.property,
    count(*) as statements,
    min(s.start) as start,
    max(s.end) as end
from current_statements s
group by s.source, s.property
order by s.source, s.property
