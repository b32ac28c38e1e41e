package io.github.spheronssh.sandbox;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A local Spheron: the API on loopback, and instances that are real SSH servers there.
 *
 * <p>It starts with the instances {@code trainer} (healthy), {@code booting}, {@code cloud-image},
 * {@code bare}, {@code forwarded}, {@code stranger}, {@code rekeyed}, {@code silent}, {@code hung},
 * {@code failed}, {@code reclaimed} and {@code stopped}, and with {@code gpu-1} and on where more
 * are asked for. All but the stranger let in whoever has the key that is uploaded first: it is
 * taken for the one that they were made with.
 *
 * <p>It ends, with everything in it, when it is closed or the process is.
 */
public final class Sandbox implements AutoCloseable {
  private final Path folder;
  private final CommandHome home;
  private final Account account;
  private final ApiServer api;
  private final StateLock lock;
  private final Guests guests = new Guests();
  private final Thread atExit = new Thread(this::end, "sandbox end");
  private boolean closed;

  private Sandbox(Path folder, CommandHome home, Account account, ApiServer api, StateLock lock) {
    this.folder = folder;
    this.home = home;
    this.account = account;
    this.api = api;
    this.lock = lock;
  }

  /**
   * Starts a sandbox; when this returns, the API and every instance that is to run answer.
   *
   * @throws SpheronSshException where a port, a server or a file can't be had
   */
  public static Sandbox start(SandboxSettings settings) throws SpheronSshException {
    try {
      StateLock lock = StateLock.take(settings.stateFile());
      Path folder = Files.createTempDirectory("spheron-sandbox-", OwnerFiles.FOLDER);
      try {
        return start(settings, folder, lock);
      } catch (SpheronSshException | IOException | RuntimeException e) {
        OwnerFiles.delete(folder);
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new SpheronSshException("could not start the sandbox: " + e.getMessage(), null, e);
    }
  }

  private static Sandbox start(SandboxSettings settings, Path folder, StateLock lock)
      throws SpheronSshException, IOException {
    var store = new StateFile(settings.stateFile());
    Optional<SandboxState> kept = store.read();
    SandboxState state = kept.isPresent() ? kept.get() : Account.fresh(settings);
    var account = new Account(settings, folder.resolve("instances"), store, state);
    try {
      account.awaitInstances();
      CommandHome home = CommandHome.make(folder.resolve("home"), account.instances());
      account.whenCreated(home::pin);
      account.save();
      var sandbox = new Sandbox(folder, home, account, ApiServer.start(account, settings), lock);
      Runtime.getRuntime().addShutdownHook(sandbox.atExit);
      return sandbox;
    } catch (SpheronSshException | IOException | RuntimeException e) {
      account.close();
      throw e;
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

  /** A home for commands, where the instances' host keys are pinned; it ends with the sandbox. */
  public Path home() {
    return home.folder();
  }

  /** All instances, in the order in which they were made. */
  public Collection<SandboxInstance> instances() {
    return account.instances();
  }

  /** The instance of the given name. */
  public Optional<SandboxInstance> instance(String name) {
    return account.instances().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** What leads a command to this sandbox, and away from the user's own home and account. */
  public Map<String, String> settingsOfCommands() {
    return home.variables(baseUri(), token());
  }

  /** All variables of a command: the given ones without any of Spheron's, and the sandbox's own. */
  public Map<String, String> variables(Environment outer) {
    return home.variables(outer, settingsOfCommands());
  }

  /**
   * Runs a command with this process's own streams until it ends, and tells its exit status; 128
   * and the signal's number where a signal ended it. It ends with the sandbox.
   *
   * @param words the program, looked for on the command's own PATH, and its arguments
   * @throws SpheronSshException where it can't be started
   */
  public int run(List<String> words, Environment outer) throws SpheronSshException {
    return guests.run(words, variables(outer), outer);
  }

  /** Ends every process and server and deletes every file of the sandbox but the state's. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is ending, so the hook does the same; whoever comes second waits.
    }
    end();
  }

  private synchronized void end() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      try {
        guests.close();
        api.close();
        account.save();
      } finally {
        account.close();
        OwnerFiles.delete(folder);
        lock.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
