-- Anomalies, newest first, a page at a time.
-- Parameters: a detector's name or null for all; ',name=value,' of a dimension or null for all; a
-- series' id or null for all; the period's start and the decision's id behind which the page
-- begins ('9999-12-31 00:00:00' and '' for the first); how many.
select *
from alerts
where detector_name = coalesce(cast(? as varchar), detector_name)
  and strpos(pairs, coalesce(cast(? as varchar), ',')) > 0
  and timeseries_id = coalesce(cast(? as varchar), timeseries_id)
  and (detection_period_start_time, decision_id) < (cast(? as timestamp), cast(? as varchar))
order by detection_period_start_time desc, decision_id desc
limit ?
