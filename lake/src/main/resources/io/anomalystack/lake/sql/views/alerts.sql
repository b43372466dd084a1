-- Every decision that deserves a person's attention, once: of its copies, as in decisions_flat, the
-- one that counts has to say so.
-- pairs: the dimensions such that each pair stands between commas that part nothing else.
select
  date,
  timeseries_id,
  detector_name,
  measure,
  dimensions,
  concat(',', replace(replace(dimensions, '\\', chr(1)), '\,', chr(2)), ',') as pairs,
  detection_period_start_time,
  detection_period_end_time,
  aggregated_measure_value,
  predicted_value,
  lower_bound,
  upper_bound,
  anomaly_score,
  anomaly_decision_threshold,
  anomaly_confidence_score,
  decision_id,
  filled,
  "partial",
  contributors,
  anomaly_start_time,
  measures,
  step,
  rule_results,
  peer
from (
  select
    *,
    row_number() over (
      partition by date, timeseries_id, decision_id
      order by processed_data_points desc, anomaly_score desc, anomaly_decision_threshold desc)
      as copy_number
  from decisions
  where decision_id in (select decision_id from decisions where alert = 1))
where copy_number = 1
  and alert = 1
