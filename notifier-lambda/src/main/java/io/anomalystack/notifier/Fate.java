package io.anomalystack.notifier;

/** What became of a record. Each record of a batch has one. */
public enum Fate {
  /** Each of its channels has it, from now or from before. */
  DELIVERED,
  /**
   * It is for nobody: a state or a severity that no channel tells, or a decision of no interest.
   */
  NOT_TOLD,
  /** What it says is too long ago. */
  TOO_OLD,
  /** It says nothing that can be read; no later try will change that. */
  UNREADABLE,
  /** A channel did not take it, or its turn did not come. */
  FAILED
}
