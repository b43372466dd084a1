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
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final boolean loopback;

  /**
   * Guards a server.
   *
   * @param address where it listens: the guard is needed, and possible, only on a loopback address
   */
  public LocalHosts(InetAddress address) {
    this.loopback = address.isLoopbackAddress();
  }

  /** Refuses a request that is meant for another name. */
  public void check(Context context) {
    String host = context.host();
    if (loopback && (host == null || !NAMES.contains(withoutPort(host)))) {
      throw new ForbiddenResponse("ask for this page as http://localhost:" + context.port());
    }
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }
}
