package io.anomalystack.model;

/** Why a record, or one measure of it, was not counted: the closed set of the dead-letter topic. */
public enum RejectionReason {
  /** No bytes, or white space only. */
  EMPTY_RECORD,
  /**
   * Not exactly one JSON object: syntax, duplicate keys, trailing text, nesting beyond the limit.
   */
  MALFORMED_JSON,
  /** A CSV row that cannot be read, or with more cells than the header. */
  MALFORMED_CSV,
  /** Bytes that are no OTLP metrics: neither the message nor its JSON encoding. */
  MALFORMED_OTLP,
  /** A metric of a type that has no single number: histograms and summaries. */
  UNSUPPORTED_METRIC_TYPE,
  /** A field that the detector needs is absent, null or an empty string. */
  MISSING_FIELD,
  /** A measure that is no finite JSON number. */
  NOT_A_FINITE_NUMBER,
  /** A dimension that is neither string, number nor boolean, or is over-long. */
  BAD_DIMENSION,
  /** A step that is no whole number. */
  BAD_STEP,
  /** A GPU or precision whose peak is not known: a share of it would be made up. */
  UNKNOWN_GPU,
  /** A derived quantity that cannot be: of no time, negative, or a utilisation over 100 %. */
  IMPLAUSIBLE_VALUE,
  /** A timestamp that is not in the detector's format, or out of range. */
  BAD_TIMESTAMP,
  /**
   * Further ahead of the earlier of Kafka's timestamp and the wall clock than {@code maxFuture}.
   */
  TOO_FAR_IN_FUTURE,
  /** Over {@value RejectedRecord#MAX_RECORD_BYTES} bytes. */
  TOO_LARGE,
  /** Its period is already decided. */
  LATE,
  /** A new series beyond the detector's {@code maxSeries}. */
  TOO_MANY_SERIES,
  /** On the topic of decisions, JSON that is none: a field is absent or of another type. */
  NOT_A_DECISION
}
