package io.anomalystack.model.calendar;

/** Why an event cannot be understood. */
final class EventProblem extends Exception {
  EventProblem(String problem) {
    super(problem);
  }
}
