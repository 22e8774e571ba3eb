-- Statements whose last verdict by :as_of is a rejection; of two verdicts of one day the one added later stands.
select v.statement_id
from (
    select
        j.subject as statement_id,
        j.kind,
        row_number() over (partition by j.subject order by j.made_on desc, j.place desc) as age
    from judgements j
    where j.kind in ('accept', 'reject')
      and (cast(:as_of as date) is null or j.made_on <= cast(:as_of as date))
) v
where v.age = 1 and v.kind = 'reject'
