/** The lake: the table of decisions as Parquet files in folders by date. */
package io.anomalystack.lake;
