-- For each statement judged, the last verdict made by :as_of that no other replaces; of two of one day the one added
-- later. A correction is a verdict on its first subject; its second stands in the place of that.
select v.place, v.kind, v.subject
from (
    select
        j.place,
        j.kind,
        j.subject,
        row_number() over (partition by j.subject order by j.made_on desc, j.place desc) as age
    from judgements j
    where (j.kind in ('accept', 'reject', 'withdraw') or (j.kind = 'correct' and j.subject_place = 0))
      and (cast(:as_of as date) is null or j.made_on <= cast(:as_of as date))
      and not exists (
        select 1
        from judgements r
        where r.replaces = j.judgement_id
          and (cast(:as_of as date) is null or r.made_on <= cast(:as_of as date))
      )
) v
where v.age = 1
