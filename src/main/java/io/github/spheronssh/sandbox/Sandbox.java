package io.github.spheronssh.sandbox;

import io.github.spheronssh.SpheronSshException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/**
 * A local Spheron: the API on loopback, and instances that are real SSH servers there.
 *
 * <p>It starts with the instances {@code trainer} (healthy), {@code booting}, {@code cloud-image},
 * {@code bare}, {@code forwarded}, {@code stranger}, {@code rekeyed}, {@code silent}, {@code hung},
 * {@code failed}, {@code reclaimed} and {@code stopped}, and with {@code gpu-1} and on where more
 * are asked for. All but the stranger let in whoever has the key that is uploaded first: it is
 * taken for the one that they were made with.
 */
public final class Sandbox implements AutoCloseable {
  private final Path folder;
  private final Path home;
  private final Account account;
  private final ApiServer api;

  private Sandbox(Path folder, Path home, Account account, ApiServer api) {
    this.folder = folder;
    this.home = home;
    this.account = account;
    this.api = api;
  }

  /**
   * Starts a sandbox; when this returns, the API and every instance that is to run answer.
   *
   * @throws SpheronSshException where a port, a server or a file can't be had
   */
  public static Sandbox start(SandboxSettings settings) throws SpheronSshException {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("spheron-sandbox-", OwnerFiles.FOLDER);
      Path home = Files.createDirectory(folder.resolve("home"), OwnerFiles.FOLDER);
      Path instances = Files.createDirectory(folder.resolve("instances"), OwnerFiles.FOLDER);
      var account = new Account(Account.fresh(settings), settings, instances, () -> {});
      for (SandboxInstance each : account.instances()) {
        if (each.status().equals("deploying") && !each.isBooting()) {
          each.awaitRunning();
        }
      }
      return new Sandbox(folder, home, account, ApiServer.start(account, settings));
    } catch (IOException e) {
      throw new SpheronSshException("could not start the sandbox: " + e.getMessage(), null, e);
    }
  }

  /** Where the API is: plain http to loopback. */
  public URI baseUri() {
    return api.baseUri();
  }

  /** The API key that this sandbox takes, and nothing else does. */
  public String token() {
    return account.token();
  }

  /** A home for commands, which ends with the sandbox. */
  public Path home() {
    return home;
  }

  /** All instances, in the order in which they were made. */
  public Collection<SandboxInstance> instances() {
    return account.instances();
  }

  /** The instance of the given name. */
  public Optional<SandboxInstance> instance(String name) {
    return account.instances().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** Ends every server and deletes every file of the sandbox; its state file, if any, stays. */
  @Override
  public void close() {
    try {
      api.close();
      account.close();
      OwnerFiles.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
