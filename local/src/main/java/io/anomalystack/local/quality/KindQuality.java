package io.anomalystack.local.quality;

import java.util.Optional;

/**
 * How well windows of one kind are found.
 *
 * @param kind as labelled; empty for windows of no kind
 * @param windows of the kind
 * @param delay of the found ones among them
 */
public record KindQuality(String kind, Windows windows, Optional<Delay> delay) {}
