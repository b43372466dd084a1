package io.anomalystack.ingestion;

import java.util.Optional;

/** Keeps a progress from being taken for that of another table. */
final class Identities {
  private Identities() {}

  /** The progress, as one of what the session reads. */
  static Progress check(Progress progress, Source.Session session) {
    Identity was = progress.identity();
    Identity is = session.identity();
    boolean continued = was.system().filter(session::continues).isPresent();
    Identity expected =
        continued ? new Identity(Optional.empty(), was.database(), was.table(), was.order()) : was;
    if (!expected.mayBe(is)) {
      throw new IngestionException(
          "the progress of this source is of another table: of "
              + text(was)
              + ", but the configuration reads "
              + text(is)
              + ". Give the source another name, which then begins where 'start' says; or, if this"
              + " is the same data in a cluster that was made of the former one, name the former"
              + " one's system in 'database.formerly'");
    }
    // Who may no longer ask which cluster it is must not make it be forgotten.
    Identity kept =
        new Identity(is.system().or(was::system), is.database(), is.table(), is.order());
    return new Progress(
        kept, progress.done(), progress.target(), progress.after(), progress.rows());
  }

  private static String text(Identity identity) {
    return identity.table()
        + " by "
        + identity.order()
        + " in database '"
        + identity.database()
        + "' of system "
        + identity.system().orElse("unknown");
  }
}
