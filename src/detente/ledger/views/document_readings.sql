-- All that was read in documents, or put in its place by a correction: also what is rejected or corrected.
select s.*
from statements s
where s.source = 'document'
order by s.snapshot, s.quote_start, s.statement_id
