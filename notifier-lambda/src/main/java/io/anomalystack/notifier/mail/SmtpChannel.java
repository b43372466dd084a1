package io.anomalystack.notifier.mail;

import io.anomalystack.notifier.channel.Channel;
import io.anomalystack.notifier.channel.Outcome;
import io.anomalystack.notifier.message.Message;
import io.anomalystack.secrets.SecretUnavailableException;
import io.anomalystack.secrets.Secrets;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** Sends mails over one connection for all that are due together. */
final class SmtpChannel implements Channel {
  private static final String CONNECT_MILLIS = "4000";

  /** Servers look at a mail before they take it; who leaves too soon sends it twice. */
  private static final String ANSWER_MILLIS = "15000";

  private static final int MOST_TOGETHER = 10;

  /** After which no further mail is begun: with a slow server ten would take minutes. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final SmtpSettings settings;
  private final Secrets secrets;
  private final Session session;

  SmtpChannel(SmtpSettings settings, Secrets secrets) {
    this(settings, secrets, null);
  }

  /**
   * @param trusted whose servers are trusted; null for those that the platform trusts
   */
  SmtpChannel(SmtpSettings settings, Secrets secrets, SSLSocketFactory trusted) {
    this.settings = settings;
    this.secrets = secrets;
    this.session = Session.getInstance(properties(settings, trusted));
  }

  private static Properties properties(SmtpSettings settings, SSLSocketFactory trusted) {
    Properties properties = new Properties();
    properties.put("mail.smtp.connectiontimeout", CONNECT_MILLIS);
    properties.put("mail.smtp.timeout", ANSWER_MILLIS);
    properties.put("mail.smtp.writetimeout", ANSWER_MILLIS);
    properties.put("mail.smtp.auth", Boolean.toString(settings.user().isPresent()));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    // Those receivers that the server takes get the mail, whatever it says of the others.
    properties.put("mail.smtp.sendpartial", "true");
    // Nothing hangs on the answer to the farewell.
    properties.put("mail.smtp.quitwait", "false");
    // Or the name of this machine would have to be found out, which can take seconds.
    properties.put("mail.smtp.localhost", "localhost");
    switch (settings.tls()) {
      case STARTTLS -> {
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", "true");
      }
      case TLS -> properties.put("mail.smtp.ssl.enable", "true");
      case NONE -> properties.put("mail.smtp.starttls.enable", "false");
    }
    if (trusted != null) {
      properties.put("mail.smtp.ssl.socketFactory", trusted);
    }
    return properties;
  }

  @Override
  public int mostTogether() {
    return MOST_TOGETHER;
  }

  @Override
  public List<Outcome> deliver(List<Message> messages) {
    long begin = System.nanoTime();
    List<Outcome> outcomes = new ArrayList<>();
    Transport transport = null;
    try {
      for (Message message : messages) {
        if (System.nanoTime() - begin > LONGEST.toNanos()) {
          outcomes.add(Outcome.failedForNow(place() + ": is slow, its turn did not come"));
          continue;
        }
        if (transport == null) {
          transport = session.getTransport("smtp");
          connect(transport);
        }
        Outcome outcome = send(transport, message);
        outcomes.add(outcome);
        if (!outcome.isDelivered()) {
          // It may have been the connection, or have broken it.
          close(transport);
          transport = null;
        }
      }
    } catch (SecretUnavailableException e) {
      fillUp(outcomes, messages, Outcome.failedForNow(e.getMessage()));
    } catch (AuthenticationFailedException e) {
      // Not the fault of any message: when the password is right again, all of them can go.
      fillUp(outcomes, messages, Outcome.failedForNow(place() + ": the login was refused"));
    } catch (MessagingException e) {
      // What a server says before any mail is of no mail: it may be overloaded or set up anew.
      fillUp(outcomes, messages, SmtpFailure.outcome(place(), e, 0));
    } finally {
      close(transport);
    }
    return outcomes;
  }

  /** Without a connection those left have all the same outcome. */
  private static void fillUp(List<Outcome> outcomes, List<Message> messages, Outcome outcome) {
    outcomes.addAll(Collections.nCopies(messages.size() - outcomes.size(), outcome));
  }

  /** What was sent is sent, however the connection ends. */
  private static void close(Transport transport) {
    try {
      if (transport != null) {
        transport.close();
      }
    } catch (MessagingException e) {
      // Closed all the same.
    }
  }

  private void connect(Transport transport) throws MessagingException {
    if (settings.user().isEmpty()) {
      transport.connect(settings.host(), settings.port(), null, null);
      return;
    }
    String user = settings.user().get();
    try {
      transport.connect(
          settings.host(),
          settings.port(),
          user,
          secrets.get(settings.password().orElseThrow()).reveal());
    } catch (AuthenticationFailedException e) {
      // The password may have been changed since it was fetched.
      transport.connect(
          settings.host(),
          settings.port(),
          user,
          secrets.refresh(settings.password().orElseThrow()).reveal());
    }
  }

  private Outcome send(Transport transport, Message message) {
    try {
      MimeMessage mail = Mail.of(session, settings, message);
      try {
        transport.sendMessage(mail, mail.getAllRecipients());
        return Outcome.delivered();
      } catch (jakarta.mail.SendFailedException e) {
        return partly(transport, mail, e);
      }
    } catch (MessagingException e) {
      return failure(transport, e);
    }
  }

  /** Delivered where anyone got it: another try would reach them again. */
  private Outcome partly(Transport transport, MimeMessage mail, jakarta.mail.SendFailedException e)
      throws MessagingException {
    int sent = e.getValidSentAddresses() == null ? 0 : e.getValidSentAddresses().length;
    return sent == 0
        ? failure(transport, e)
        : Outcome.deliveredInPart(
            place()
                + " takes it for "
                + sent
                + " of its "
                + mail.getAllRecipients().length
                + " receivers only");
  }

  private Outcome failure(Transport transport, MessagingException e) {
    int answer = transport instanceof SMTPTransport smtp ? smtp.getLastReturnCode() : 0;
    return SmtpFailure.outcome(place(), e, answer);
  }

  private String place() {
    return settings.host() + ":" + settings.port();
  }

  @Override
  public void close() {
    // Connections end with each delivery.
  }
}
