-- The ten series with the most anomalies.
-- Parameters: a detector's name or null for all; ',name=value,' of a dimension or null for all.
select timeseries_id, detector_name, measure, dimensions, alerts, highest_score
from series
where alerts > 0
  and detector_name = coalesce(cast(? as varchar), detector_name)
  and strpos(pairs, coalesce(cast(? as varchar), ',')) > 0
order by alerts desc, highest_score desc, timeseries_id
limit 10
