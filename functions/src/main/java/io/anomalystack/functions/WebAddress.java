package io.anomalystack.functions;

import io.anomalystack.model.config.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** An address on the web. */
public final class WebAddress {
  private WebAddress() {}

  /** An address that a setting gives; reported where it is none. */
  public static Optional<URI> read(Setting setting) {
    Optional<String> text = setting.text();
    Optional<URI> address = text.flatMap(WebAddress::parse);
    if (text.isPresent() && address.isEmpty()) {
      // Not repeated: it may hold a password, or be a secret itself.
      setting.report("must be an address such as 'https://example.com/', without a password");
    }
    return address;
  }

  /** The address that a text is: http or https, with a host and without a password. */
  public static Optional<URI> parse(String text) {
    try {
      URI uri = new URI(text.strip());
      boolean isWeb =
          "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
      return isWeb && uri.getHost() != null && uri.getUserInfo() == null
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
