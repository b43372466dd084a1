package io.anomalystack.notifier.mail;

import io.anomalystack.notifier.channel.Outcome;
import jakarta.mail.MessagingException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * What an SMTP server's answer means: 5xx is final, 4xx is not (RFC 5321, 4.2.1), and no answer may
 * be one later. Its words are not repeated, as they may quote the mail.
 */
final class SmtpFailure {
  private static final int TRANSIENT = 400;
  private static final int PERMANENT = 500;

  private SmtpFailure() {}

  /**
   * @param answer the last that the server gave; for what the exceptions do not hold, as of DATA
   */
  static Outcome outcome(String place, MessagingException e, int answer) {
    int code = 0;
    for (Exception next = e; next instanceof MessagingException messaging; ) {
      // The last of the chain is what a receiver's own line was answered.
      code = Math.max(code, code(messaging));
      next = messaging.getNextException();
    }
    if (code == 0 && answer >= TRANSIENT) {
      code = answer;
    }
    if (code >= PERMANENT) {
      return Outcome.refused(place + ": SMTP " + code);
    }
    return Outcome.failedForNow(
        place + ": " + (code > 0 ? "SMTP " + code : e.getClass().getSimpleName()));
  }

  private static int code(MessagingException e) {
    if (e instanceof SMTPSendFailedException failed) {
      return failed.getReturnCode();
    }
    if (e instanceof SMTPAddressFailedException failed) {
      return failed.getReturnCode();
    }
    if (e instanceof SMTPSenderFailedException failed) {
      return failed.getReturnCode();
    }
    return 0;
  }
}
