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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends mails over one connection for all that are due together. */
final class SmtpChannel implements Channel {
  private static final Logger LOG = LoggerFactory.getLogger(SmtpChannel.class);

  private static final String CONNECT_MILLIS = "4000";
  private static final String ANSWER_MILLIS = "8000";

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
  public List<Outcome> deliver(List<Message> messages) {
    try (Transport transport = session.getTransport("smtp")) {
      connect(transport);
      List<Outcome> outcomes = new ArrayList<>();
      for (Message message : messages) {
        outcomes.add(send(transport, message));
      }
      return outcomes;
    } catch (SecretUnavailableException e) {
      return all(messages, Outcome.failedForNow(e.getMessage()));
    } catch (AuthenticationFailedException e) {
      return all(messages, Outcome.refused(place() + ": the login was refused"));
    } catch (MessagingException e) {
      return all(messages, SmtpFailure.outcome(place(), e));
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
        return partly(message, e);
      }
    } catch (MessagingException e) {
      return SmtpFailure.outcome(place(), e);
    }
  }

  /** Delivered where anyone got it: another try would reach them again. */
  private Outcome partly(Message message, jakarta.mail.SendFailedException e) {
    int sent = e.getValidSentAddresses() == null ? 0 : e.getValidSentAddresses().length;
    if (sent == 0) {
      return SmtpFailure.outcome(place(), e);
    }
    LOG.error(
        "Mail of alert {}: {} takes it for {} of its receivers, not for {}",
        message.id(),
        place(),
        sent,
        Arrays.toString(e.getInvalidAddresses()));
    return Outcome.delivered();
  }

  private String place() {
    return settings.host() + ":" + settings.port();
  }

  private static List<Outcome> all(List<Message> messages, Outcome outcome) {
    return Collections.nCopies(messages.size(), outcome);
  }

  @Override
  public void close() {
    // Connections end with each delivery.
  }
}
