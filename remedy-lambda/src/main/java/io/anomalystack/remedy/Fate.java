package io.anomalystack.remedy;

/** What became of a record of the audit topic. */
public enum Fate {
  /** It asks for nothing to be done. */
  NOTHING_TO_DO,
  /** It was done, now or before. */
  EXECUTED,
  /** It was not done and will not be, or nobody knows; the audit says why. */
  NOT_EXECUTED,
  /** All executors together have done as much as they may; the audit says so. */
  HELD_BACK,
  /** Not done, and to come again: nothing was begun, or its audit could not be written. */
  AGAIN,
  /** It says nothing, now or at any later try. */
  UNREADABLE
}
