package io.anomalystack.ingestion.config;

import io.anomalystack.secrets.SecretReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Where the table is, and who asks.
 *
 * @param host as its certificate names it
 * @param password empty: an IAM authentication token, made anew for each connection
 * @param tls whether the connection is encrypted and the server proves who it is
 * @param rootCertificate a file of the authorities that may have signed the server's certificate;
 *     empty: those that Java trusts
 * @param statementTimeout after which the database gives up a statement
 * @param formerly system identifiers of clusters that this one continues, as after a major upgrade
 */
public record DatabaseConfig(
    String host,
    int port,
    String name,
    String user,
    Optional<SecretReference> password,
    boolean tls,
    Optional<Path> rootCertificate,
    Duration statementTimeout,
    Set<String> formerly) {}
