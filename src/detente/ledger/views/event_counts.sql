-- Events of two states with anyone, by direction, year and quad class (1-4); what is told again is left out.
select
    s.source,
    s.source_actors,
    s.target_actors,
    cast(extract(year from s.start) as bigint) as year,
    cast(get_json_object(s.attributes, '$.quad_class') as bigint) as quad_class,
    count(*) as events
from current_statements s
where s.property = 'coded_event'
  and get_json_object(s.attributes, '$.duplicate_of') is null
  and get_json_object(s.attributes, '$.quad_class') is not null
  and (
    arrays_overlap(s.source_actors, :side_a)
    or arrays_overlap(s.source_actors, :side_b)
    or arrays_overlap(s.target_actors, :side_a)
    or arrays_overlap(s.target_actors, :side_b)
  )
group by
    s.source,
    s.source_actors,
    s.target_actors,
    cast(extract(year from s.start) as bigint),
    cast(get_json_object(s.attributes, '$.quad_class') as bigint)
order by s.source, s.source_actors, s.target_actors, year, quad_class
