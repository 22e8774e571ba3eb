-- Statements known on :as_of (null: today) and not rejected. One that does not say since when it can have been
-- known was known when it was recorded.
select s.*
from statements s
where (
        cast(:as_of as date) is null
        or coalesce(s.known_from, cast(s.recorded_at as date)) <= cast(:as_of as date)
      )
  and not exists (select 1 from rejected_statements r where r.statement_id = s.statement_id)
