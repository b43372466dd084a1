-- The decisions on one series, in the order of time.
-- Parameters: the series' id; the first and the last day to look at, as 'yyyy-mm-dd'; the first
-- period start to take, and the one before which to end.
select
  detection_period_start_time,
  aggregated_measure_value,
  predicted_value,
  lower_bound,
  upper_bound,
  anomaly_score,
  anomaly_decision_threshold,
  alert,
  model_stage,
  filled,
  held_back,
  suppressed_score,
  suppressed_by,
  measures,
  step,
  rule_results,
  peer,
  denominator
from decisions_flat
where timeseries_id = cast(? as varchar)
  and date >= cast(? as varchar)
  and date <= cast(? as varchar)
  and detection_period_start_time >= cast(? as timestamp)
  and detection_period_start_time < cast(? as timestamp)
order by detection_period_start_time, record_time, "sequence"
