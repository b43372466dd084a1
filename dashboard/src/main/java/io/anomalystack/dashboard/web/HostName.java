package io.anomalystack.dashboard.web;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Addresses as they stand in a URI. */
public final class HostName {
  private HostName() {}

  /** An address by its digits; of version 6 in brackets, without a zone, which no browser takes. */
  public static String of(InetAddress address) {
    String digits = address.getHostAddress();
    if (!(address instanceof Inet6Address)) {
      return digits;
    }
    int zone = digits.indexOf('%');
    return "[" + (zone < 0 ? digits : digits.substring(0, zone)) + "]";
  }
}
