-- One row for each time series: what is known of it, and its newest decision.
-- peer: one of its comparisons with peers, which says among what; null where there is none.
select
  timeseries_id,
  detector_name,
  measure,
  dimensions,
  pairs,
  sum(decisions) as decisions,
  sum(alerts) as alerts,
  max(highest_score) as highest_score,
  max(processed_data_points) as processed_data_points,
  min(first_start_time) as first_start_time,
  max(latest_start_time) as latest_start_time,
  max(latest_end_time) as latest_end_time,
  max(latest_alert_time) as latest_alert_time,
  max_by(latest_value, latest_start_time) as latest_value,
  max_by(latest_score, latest_start_time) as latest_score,
  max_by(latest_confidence, latest_start_time) as latest_confidence,
  max_by(latest_stage, latest_start_time) as latest_stage,
  max(peer) as peer
from series_days
group by timeseries_id, detector_name, measure, dimensions, pairs
