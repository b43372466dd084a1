-- The newest hundred decisions.
-- Parameter: the first day to look at, as 'yyyy-mm-dd'.
select *
from decisions_flat
where date >= cast(? as varchar)
order by detection_period_start_time desc, detector_name, measure, dimensions, decision_id
limit 100
