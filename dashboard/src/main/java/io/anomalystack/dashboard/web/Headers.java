package io.anomalystack.dashboard.web;

import io.javalin.http.Context;

/** What every answer says about how to treat it. */
public final class Headers {
  /** Only our own files run, style and load; so text from data can do nothing, whatever it is. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private Headers() {}

  public static void set(Context context) {
    context.header("Content-Security-Policy", POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
  }
}
