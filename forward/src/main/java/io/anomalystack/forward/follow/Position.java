package io.anomalystack.forward.follow;

/**
 * How far a log has been read. A file is known again by what it holds just before that place, so a
 * copy of it and a file that was renamed are the same, and one that was begun afresh is not.
 *
 * @param offset the first byte that has not been read
 * @param tailBytes how many bytes before it are compared
 * @param tailSha256 their SHA-256, in hexadecimal digits
 */
public record Position(long offset, int tailBytes, String tailSha256) {
  /** Nothing has been read. */
  static final Position START = new Position(0, 0, Tail.EMPTY.sha256());

  /** Whether its numbers are of any file at all, as those of a damaged one may not be. */
  public boolean possible() {
    return tailBytes >= 0 && tailBytes <= Tail.MOST_BYTES && tailBytes <= offset;
  }
}
