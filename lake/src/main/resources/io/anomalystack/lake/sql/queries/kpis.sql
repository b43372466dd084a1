-- Number of Timeseries Tracked, Number of Datapoints Processed, Anomaly Confidence Score: how many
-- series there are, how many points their models have seen, and how mature these are on average.
-- Parameters: a detector's name or null for all; ',name=value,' of a dimension or null for all.
select
  count(*) as timeseries_tracked,
  coalesce(sum(processed_data_points), 0) as datapoints_processed,
  avg(latest_confidence) as anomaly_confidence_score,
  coalesce(sum(alerts), 0) as alerts,
  min(first_start_time) as first_start_time,
  max(latest_end_time) as latest_end_time
from series
where detector_name = coalesce(cast(? as varchar), detector_name)
  and strpos(pairs, coalesce(cast(? as varchar), ',')) > 0
