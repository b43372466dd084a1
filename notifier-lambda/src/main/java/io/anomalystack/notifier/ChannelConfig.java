package io.anomalystack.notifier;

import io.anomalystack.notifier.channel.ChannelSettings;

/**
 * A channel of the configuration.
 *
 * @param name by which the ledger knows what went through it: keep it
 * @param routing what it delivers
 * @param settings where it leads
 */
public record ChannelConfig(String name, Routing routing, ChannelSettings settings) {}
