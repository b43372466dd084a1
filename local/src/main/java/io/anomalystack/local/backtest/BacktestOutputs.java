package io.anomalystack.local.backtest;

/**
 * What a user wants written. Each is a file, or {@code -}, or null for nowhere.
 *
 * @param json results for programs
 * @param html the page
 * @param decisions the last candidate's decisions
 * @param lake the same; a directory or null
 */
public record BacktestOutputs(String json, String html, String decisions, String lake) {}
