package io.anomalystack.dashboard.messages;

/**
 * What people were told of an incident.
 *
 * @param id of the alert
 * @param incident the incident's id
 * @param time when it was delivered, epoch ms
 * @param series the {@code timeseries_id} of the series that stands out
 * @param at the start of its most unusual period, epoch ms
 */
public record Message(
    String id,
    String incident,
    String state,
    String severity,
    String detector,
    String channel,
    long time,
    String series,
    long at,
    String subject,
    String text) {}
