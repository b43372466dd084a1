-- One row for each time series and day.
-- pairs: the dimensions such that each pair stands between commas that part nothing else.
-- peer: one of the day's comparisons with peers, which says among what; null where there is none.
-- Alerts are joined, not counted with the rest: they are few, and to tell copies apart among all
-- decisions costs more than everything else here.
select
  d.date,
  d.timeseries_id,
  d.detector_name,
  d.measure,
  d.dimensions,
  concat(',', replace(replace(d.dimensions, '\\', chr(1)), '\,', chr(2)), ',') as pairs,
  d.decisions,
  coalesce(a.alerts, 0) as alerts,
  d.highest_score,
  d.processed_data_points,
  d.first_start_time,
  d.latest_start_time,
  d.latest_end_time,
  a.latest_alert_time,
  d.latest_value,
  d.latest_score,
  d.latest_confidence,
  d.latest_stage,
  d.peer
from (
  select
    date,
    timeseries_id,
    detector_name,
    measure,
    dimensions,
    count(distinct decision_id) as decisions,
    max(anomaly_score) as highest_score,
    max(processed_data_points) as processed_data_points,
    min(detection_period_start_time) as first_start_time,
    max(detection_period_start_time) as latest_start_time,
    max(detection_period_end_time) as latest_end_time,
    max_by(aggregated_measure_value, detection_period_start_time) as latest_value,
    max_by(anomaly_score, detection_period_start_time) as latest_score,
    max_by(anomaly_confidence_score, detection_period_start_time) as latest_confidence,
    max_by(model_stage, detection_period_start_time) as latest_stage,
    max(peer) as peer
  from decisions
  group by date, timeseries_id, detector_name, measure, dimensions) d
left join (
  select
    date,
    timeseries_id,
    count(*) as alerts,
    max(detection_period_start_time) as latest_alert_time
  from alerts
  group by date, timeseries_id) a
  on a.date = d.date and a.timeseries_id = d.timeseries_id
