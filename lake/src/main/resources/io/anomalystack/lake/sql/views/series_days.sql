-- One row for each time series and day.
-- pairs: the dimensions such that each pair stands between commas that part nothing else.
select
  date,
  timeseries_id,
  detector_name,
  measure,
  dimensions,
  concat(',', replace(replace(dimensions, '\\', chr(1)), '\,', chr(2)), ',') as pairs,
  count(distinct decision_id) as decisions,
  count(distinct case when alert = 1 then decision_id end) as alerts,
  max(anomaly_score) as highest_score,
  max(processed_data_points) as processed_data_points,
  min(detection_period_start_time) as first_start_time,
  max(detection_period_start_time) as latest_start_time,
  max(detection_period_end_time) as latest_end_time,
  max(case when alert = 1 then detection_period_start_time end) as latest_alert_time,
  max_by(aggregated_measure_value, detection_period_start_time) as latest_value,
  max_by(anomaly_score, detection_period_start_time) as latest_score,
  max_by(anomaly_confidence_score, detection_period_start_time) as latest_confidence,
  max_by(model_stage, detection_period_start_time) as latest_stage
from decisions
group by date, timeseries_id, detector_name, measure, dimensions
