package io.anomalystack.notifier.mail;

import io.anomalystack.model.config.Setting;
import io.anomalystack.model.config.Settings;
import io.anomalystack.notifier.channel.Channel;
import io.anomalystack.notifier.channel.ChannelSettings;
import io.anomalystack.secrets.SecretReference;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A channel to people's mail by a server of one's own.
 *
 * @param host the server's name, which its certificate must show
 * @param port the server's port
 * @param tls how the connection is kept from others
 * @param from the sender's address, with a name or without
 * @param to the receivers' addresses; at least one
 * @param user empty where the server asks for none
 * @param password the user's
 */
public record SmtpSettings(
    String host,
    int port,
    Tls tls,
    String from,
    List<String> to,
    Optional<String> user,
    Optional<SecretReference> password)
    implements ChannelSettings {
  /** Settings beside those of every channel. */
  public static final List<String> KNOWN =
      List.of("host", "port", "tls", "from", "to", "user", "password");

  /** How a connection is kept from others. */
  public enum Tls {
    /** Begins in clear and must change to TLS. */
    STARTTLS(587),
    /** TLS from the first byte. */
    TLS(465),
    /** Not at all; then there is no password either. */
    NONE(25);

    private final int usualPort;

    Tls(int usualPort) {
      this.usualPort = usualPort;
    }
  }

  /** Copies the receivers. */
  public SmtpSettings {
    to = List.copyOf(to);
  }

  /** The settings; empty if a problem was reported. */
  public static Optional<ChannelSettings> read(Settings settings, Path directory) {
    Optional<String> host = settings.required("host").flatMap(SmtpSettings::host);
    Tls tls =
        settings
            .optional("tls")
            .flatMap(setting -> setting.oneOf(Tls.values()))
            .orElse(Tls.STARTTLS);
    int port =
        settings
            .optional("port")
            .flatMap(setting -> setting.wholeNumber(1, 65535))
            .orElse(tls.usualPort);
    Optional<String> from = settings.required("from").flatMap(SmtpSettings::address);
    List<String> to = settings.required("to").map(SmtpSettings::addresses).orElse(List.of());
    Optional<String> user = settings.optional("user").flatMap(Setting::text);
    Optional<SecretReference> password =
        settings.optional("password").flatMap(setting -> SecretReference.read(setting, directory));
    reportContradictions(settings, tls);
    return host.isEmpty() || from.isEmpty() || to.isEmpty()
        ? Optional.empty()
        : Optional.of(new SmtpSettings(host.get(), port, tls, from.get(), to, user, password));
  }

  private static void reportContradictions(Settings settings, Tls tls) {
    Optional<Setting> user = settings.optional("user");
    Optional<Setting> password = settings.optional("password");
    if (user.isPresent() && password.isEmpty()) {
      user.get().report("needs a password");
    }
    password.ifPresent(
        setting -> {
          if (user.isEmpty()) {
            setting.report("needs a user");
          }
          if (tls == Tls.NONE) {
            setting.report("would be sent in clear with 'tls: none'; set starttls or tls");
          }
        });
  }

  private static Optional<String> host(Setting setting) {
    Optional<String> host = setting.text();
    if (host.isPresent() && !host.get().matches("[A-Za-z0-9.:_-]{1,253}")) {
      setting.reject("must be a host's name");
      return Optional.empty();
    }
    return host;
  }

  private static List<String> addresses(Setting setting) {
    List<String> addresses = new ArrayList<>();
    for (Setting item : setting.oneOrMore()) {
      address(item).ifPresent(addresses::add);
    }
    return addresses;
  }

  private static Optional<String> address(Setting setting) {
    Optional<String> text = setting.text();
    try {
      if (text.isPresent()) {
        InternetAddress[] parsed = InternetAddress.parse(text.get(), true);
        if (parsed.length == 1 && parsed[0].getAddress().indexOf('@') > 0) {
          parsed[0].validate();
          return text;
        }
      }
    } catch (AddressException e) {
      // Reported below, as all that is no address.
    }
    if (text.isPresent()) {
      // Not repeated: whose it is, is nobody's business who reads the log.
      setting.report("must be one mail address such as 'ops@example.com'");
    }
    return Optional.empty();
  }

  @Override
  public Channel open(Access access) {
    return new SmtpChannel(this, access.secrets());
  }
}
