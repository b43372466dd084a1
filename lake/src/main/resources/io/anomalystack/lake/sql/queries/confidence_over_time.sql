-- How mature the models were from hour to hour, and how much was decided and alerted.
-- Parameters: the first and the last day to look at, as 'yyyy-mm-dd'; a detector's name or null for
-- all; ',name=value,' of a dimension or null for all.
select
  date_trunc('hour', detection_period_start_time) as hour_start_time,
  count(*) as decisions,
  sum(alert) as alerts,
  avg(anomaly_confidence_score) as anomaly_confidence_score
from decisions_flat
where date >= cast(? as varchar)
  and date <= cast(? as varchar)
  and detector_name = coalesce(cast(? as varchar), detector_name)
  and strpos(
    concat(',', replace(replace(dimensions, '\\', chr(1)), '\,', chr(2)), ','),
    coalesce(cast(? as varchar), ',')) > 0
group by date_trunc('hour', detection_period_start_time)
order by hour_start_time
