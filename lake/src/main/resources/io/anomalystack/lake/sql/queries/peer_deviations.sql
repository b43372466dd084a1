-- How far some series stood out from their peers, from moment to moment. A moment is a training step
-- where decisions have one, else a time in epoch milliseconds. Many moments are put together to
-- stretches of as many moments each; of a series' decisions in a stretch, the one that stands out
-- most is given.
-- found: 1 where any of them is held to stand out.
-- Parameters: how many stretches at most; the series' ids, with commas between; the first and the
-- last day to look at, as 'yyyy-mm-dd'; how many of the newest moments to take.
select
  timeseries_id,
  stretch,
  min(moment) as first_moment,
  max(moment) as last_moment,
  max(moments) as moments,
  min(detection_period_start_time) as first_start_time,
  max(detection_period_end_time) as last_end_time,
  max(step) as highest_step,
  max(found) as found,
  max_by(moment, size) as moment,
  max_by(detection_period_start_time, size) as detection_period_start_time,
  max_by(aggregated_measure_value, size) as aggregated_measure_value,
  max_by(peer, size) as peer
from (
  select
    *,
    abs(peer_deviation) as size,
    case when strpos(peer, '"breached":true') > 0 then 1 else 0 end as found,
    cast(
      floor((moments - place) / ceil(cast(moments as double) / cast(? as bigint)))
      as bigint) as stretch
  from (
    select *, max(place) over () as moments
    from (
      select *, dense_rank() over (order by moment desc) as place
      from (
        select
          *,
          coalesce(
            step,
            cast(
              date_diff(
                'millisecond',
                timestamp '1970-01-01 00:00:00',
                coalesce(record_time, detection_period_start_time))
              as double)) as moment,
          row_number() over (
            partition by date, timeseries_id, decision_id
            order by processed_data_points desc, anomaly_score desc, anomaly_decision_threshold desc)
            as copy_number
        from decisions
        where timeseries_id in (
            select id from unnest(split(cast(? as varchar), ',')) as wanted(id))
          and date >= cast(? as varchar)
          and date <= cast(? as varchar))
      where copy_number = 1
        and peer_deviation is not null)
    where place <= cast(? as bigint)))
group by timeseries_id, stretch
order by stretch, timeseries_id
