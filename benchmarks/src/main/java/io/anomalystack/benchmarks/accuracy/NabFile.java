package io.anomalystack.benchmarks.accuracy;

import java.util.List;

/**
 * A data file of NAB.
 *
 * @param category its folder in {@code data/}
 * @param fileName within
 * @param rows {@code timestamp,value} as the file writes them, without the heading
 * @param series what they say, with the labelled windows
 */
record NabFile(String category, String fileName, List<String> rows, LabelledSeries series) {}
