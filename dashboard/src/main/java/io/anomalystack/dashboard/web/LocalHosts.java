package io.anomalystack.dashboard.web;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.net.InetAddress;
import java.util.Set;

/**
 * Lets only those in who asked for this machine by its own name. Without that, a page of somebody
 * else could have its name point to this machine, and read what is shown here.
 */
public final class LocalHosts {
  private final boolean loopback;
  private final Set<String> names;

  /**
   * Guards a server.
   *
   * @param address where it listens: the guard is needed, and possible, only on a loopback address
   */
  public LocalHosts(InetAddress address) {
    this.loopback = address.isLoopbackAddress();
    this.names = Set.of("localhost", HostName.of(address));
  }

  /** Refuses a request that is meant for another name. */
  public void check(Context context) {
    String host = context.host();
    if (loopback && (host == null || !names.contains(withoutPort(host)))) {
      throw new ForbiddenResponse("this page is for those on this machine, under its own name");
    }
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }
}
