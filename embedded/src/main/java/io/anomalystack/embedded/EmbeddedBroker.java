package io.anomalystack.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker in this JVM, its own controller, with nothing left of it when it is closed.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final int NODE_ID = 1;
  private static final String CONTROLLER = "CONTROLLER";

  private final Scratch scratch;
  private final String bootstrapServers;
  private final KafkaRaftServer server;

  private EmbeddedBroker(Scratch scratch, String bootstrapServers, KafkaRaftServer server) {
    this.scratch = scratch;
    this.bootstrapServers = bootstrapServers;
    this.server = server;
  }

  /** Starts a broker on free ports of the loopback interface; it is ready when this returns. */
  public static EmbeddedBroker start() throws IOException {
    keepTheJvm();
    Scratch scratch = Scratch.directory();
    try {
      List<Integer> ports = freePorts();
      String broker = "localhost:" + ports.get(0);
      String controller = "localhost:" + ports.get(1);
      Map<String, String> settings = settings(broker, controller, scratch.path().toString());
      format(scratch.path().toString());
      KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
      server.startup();
      return new EmbeddedBroker(scratch, broker, server);
    } catch (IOException | RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  /** Kafka ends the whole JVM on a fatal fault; here there are others in it. */
  private static void keepTheJvm() {
    Exit.Procedure complain =
        (status, message) -> {
          LoggerFactory.getLogger(EmbeddedBroker.class)
              .error("the broker would end the JVM with status {}: {}", status, message);
          throw new IllegalStateException("the embedded Kafka broker failed: " + message);
        };
    Exit.setExitProcedure(complain);
    Exit.setHaltProcedure(complain);
  }

  /** Two ports that were free a moment ago. */
  private static List<Integer> freePorts() throws IOException {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return List.of(one.getLocalPort(), other.getLocalPort());
    }
  }

  private static Map<String, String> settings(String broker, String controller, String directory) {
    Map<String, String> settings = new HashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE_ID));
    settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
    settings.put("controller.listener.names", CONTROLLER);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("listeners", "PLAINTEXT://" + broker + "," + CONTROLLER + "://" + controller);
    settings.put("advertised.listeners", "PLAINTEXT://" + broker);
    settings.put("inter.broker.listener.name", "PLAINTEXT");
    settings.put("log.dirs", directory);
    settings.put("auto.create.topics.enable", "false");
    // There is only one broker to hold the internal topics, and few who use them.
    for (String topic :
        List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
      settings.put(topic + ".replication.factor", "1");
      settings.put(topic + ".num.partitions", "1");
    }
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    // A fraction of the 128 MiB of heap that a server's log cleaner takes.
    settings.put("log.cleaner.dedupe.buffer.size", "4194304");
    settings.put("group.initial.rebalance.delay.ms", "0");
    return settings;
  }

  private static void format(String directory) throws IOException {
    Formatter formatter = new Formatter();
    formatter.setPrintStream(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    formatter.setClusterId(Uuid.randomUuid().toString());
    formatter.setNodeId(NODE_ID);
    formatter.setControllerListenerName(CONTROLLER);
    formatter.setMetadataLogDirectory(directory);
    formatter.addDirectory(directory);
    try {
      formatter.run();
    } catch (Exception e) { // as declared by Kafka
      throw new IOException("formatting Kafka's log directory " + directory, e);
    }
  }

  /** What clients connect to. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    scratch.close();
  }
}
