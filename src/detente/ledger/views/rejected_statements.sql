-- Statements hidden by judgements: rejected ones, corrected ones whose correction is held, and corrections that no
-- standing verdict puts in the place of what was read.
select v.subject as statement_id
from standing_verdicts v
where v.kind = 'reject'
   or (
    v.kind = 'correct'
    and exists (
        select 1
        from judgements c
        join statements s on s.statement_id = c.subject
        where c.place = v.place and c.subject_place > 0
    )
   )
union
select c.subject as statement_id
from judgements c
where c.kind = 'correct' and c.subject_place > 0
  and not exists (
    select 1
    from judgements k
    join standing_verdicts w on w.place = k.place and w.kind = 'correct'
    where k.subject = c.subject and k.subject_place > 0
  )
