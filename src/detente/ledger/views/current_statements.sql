-- Visible statements, of each source's key and property the newest release's.
select v.*
from visible_statements v
where not exists (select 1 from superseded_statements o where o.statement_id = v.statement_id)
