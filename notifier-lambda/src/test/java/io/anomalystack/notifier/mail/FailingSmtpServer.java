package io.anomalystack.notifier.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A server that fails as told. Mail servers for tests do not: this one speaks just enough SMTP (RFC
 * 5321) for a mail.
 */
final class FailingSmtpServer implements AutoCloseable {
  /** As an answer: the connection is cut without one. */
  static final String CUT = "";

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile Function<String, String> failure = command -> null;

  FailingSmtpServer() throws IOException {
    Thread thread = new Thread(this::accept, "failing-smtp");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  /**
   * From now on commands are answered so.
   *
   * @param answers to a command, of the end of a mail to {@code .}; null for what is usual
   */
  void answer(Function<String, String> answers) {
    failure = answers;
  }

  /** What clients said so far, without mails themselves; how many were taken is that of dots. */
  List<String> commands() {
    return commands;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread thread = new Thread(() -> serve(socket), "failing-smtp-client");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      OutputStream out = socket.getOutputStream();
      boolean isOpen = say(out, "220 localhost");
      // So that a cut is one, and no orderly end.
      socket.setSoLinger(true, 0);
      while (isOpen) {
        String line = in.readLine();
        isOpen = line != null && answer(out, line);
        if (isOpen && line.startsWith("DATA") && !isRefused(line)) {
          while (!".".equals(in.readLine())) {
            // A line of the mail.
          }
          isOpen = answer(out, ".");
        }
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private boolean answer(OutputStream out, String command) throws IOException {
    String failed = failure.apply(command);
    commands.add(command);
    if (failed != null) {
      return !failed.equals(CUT) && say(out, failed);
    }
    if (command.startsWith("DATA")) {
      return say(out, "354 go on");
    }
    return say(out, command.startsWith("QUIT") ? "221 bye" : "250 ok");
  }

  private boolean isRefused(String command) {
    return failure.apply(command) != null;
  }

  private static boolean say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return true;
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
