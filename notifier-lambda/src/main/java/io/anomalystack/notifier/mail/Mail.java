package io.anomalystack.notifier.mail;

import io.anomalystack.model.Severity;
import io.anomalystack.notifier.message.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Instant;
import java.util.Date;

/**
 * A message as a mail: text and HTML, under an id that is the alert's, in reply to the mail with
 * which its incident began, so that mail programs show an incident as one conversation.
 */
final class Mail {
  private Mail() {}

  static MimeMessage of(Session session, SmtpSettings settings, Message message)
      throws MessagingException {
    InternetAddress from = new InternetAddress(settings.from(), true);
    String domain = from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
    MimeMessage mail = new Identified(session, id(message.id(), domain));
    mail.setFrom(from);
    for (String to : settings.to()) {
      mail.addRecipient(jakarta.mail.Message.RecipientType.TO, new InternetAddress(to, true));
    }
    mail.setSubject(message.threadSubject(), "UTF-8");
    mail.setSentDate(Date.from(Instant.now()));
    if (!message.firstId().equals(message.id())) {
      mail.setHeader("In-Reply-To", id(message.firstId(), domain));
      mail.setHeader("References", id(message.firstId(), domain));
    }
    // Keeps absence notes and the like from answering (RFC 3834).
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setHeader("X-Anomaly-State", message.announcement().alert().state().text());
    mail.setHeader("X-Anomaly-Severity", message.announcement().alert().severity().text());
    if (message.announcement().alert().severity() == Severity.CRITICAL) {
      mail.setHeader("Importance", "high");
    }
    mail.setContent(content(message));
    mail.saveChanges();
    return mail;
  }

  private static MimeMultipart content(Message message) throws MessagingException {
    MimeBodyPart text = new MimeBodyPart();
    text.setText(message.text(), "UTF-8", "plain");
    MimeBodyPart html = new MimeBodyPart();
    html.setText(message.html(), "UTF-8", "html");
    // The last form is the one to prefer (RFC 2046, 5.1.4).
    return new MimeMultipart("alternative", text, html);
  }

  private static String id(String id, String domain) {
    return "<" + id + "@" + domain + ">";
  }

  /** Keeps its id, which is else made anew on saving. */
  private static final class Identified extends MimeMessage {
    private final String id;

    Identified(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
