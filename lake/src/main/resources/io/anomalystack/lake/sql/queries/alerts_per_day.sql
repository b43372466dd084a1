-- How much was decided and alerted on each day, and how mature the models were at its end.
-- Parameters: a detector's name or null for all; ',name=value,' of a dimension or null for all.
select
  date,
  sum(decisions) as decisions,
  sum(alerts) as alerts,
  avg(latest_confidence) as anomaly_confidence_score
from series_days
where detector_name = coalesce(cast(? as varchar), detector_name)
  and strpos(pairs, coalesce(cast(? as varchar), ',')) > 0
group by date
order by date
