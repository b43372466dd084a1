-- Every decision once, in plain columns: without the map, which some tools cannot take, and without
-- the copies that a sink writes when it is restored from an older snapshot. Where copies differ, as
-- after a replay with another threshold, the one counts whose model had seen most, then that with the
-- higher score, then that with the higher threshold.
select
  date,
  detector_name,
  measure,
  timeseries_id,
  dimensions,
  anomaly_decision_threshold,
  aggregated_measure_value,
  anomaly_score,
  detection_period_start_time,
  detection_period_end_time,
  processed_data_points,
  anomaly_confidence_score,
  anomaly_decision,
  model_stage,
  expected_value,
  decision_id,
  filled,
  "partial",
  predicted_value,
  lower_bound,
  upper_bound,
  alert,
  record_time,
  "sequence",
  suppressed_score,
  suppressed_by,
  contributors,
  anomaly_start_time,
  held_back,
  points_until_inference,
  measures,
  step,
  rule_results,
  peer,
  peer_deviation,
  peer_score,
  denominator
from (
  select
    *,
    row_number() over (
      partition by date, timeseries_id, decision_id
      order by processed_data_points desc, anomaly_score desc, anomaly_decision_threshold desc)
      as copy_number
  from decisions)
where copy_number = 1
