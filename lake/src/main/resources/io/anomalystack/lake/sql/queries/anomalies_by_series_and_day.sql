-- How many anomalies each series had on each day, for the series and days that had any.
-- Parameters: a detector's name or null for all; ',name=value,' of a dimension or null for all.
select date, detector_name, measure, dimensions, timeseries_id, alerts, highest_score
from series_days
where alerts > 0
  and detector_name = coalesce(cast(? as varchar), detector_name)
  and strpos(pairs, coalesce(cast(? as varchar), ',')) > 0
order by date desc, alerts desc, highest_score desc, timeseries_id
