package io.github.spheronssh.sandbox;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.sandbox.InstanceState.BoundKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** An instance of the sandbox: what is known of it, its home, and the server on its SSH port. */
public final class SandboxInstance {
  private static final String CLOUD_IMAGE_LINE =
      "echo 'Please login as the user \"ubuntu\" rather than the user \"root\".';echo;";

  private final SandboxSettings settings;
  private final Path folder;
  private final String user;
  private final AuthorizedKeys authorizedKeys;
  private final Runnable changed;
  private final CompletableFuture<InstanceServer> server = new CompletableFuture<>();
  private volatile InstanceState state;
  private volatile HostKey hostKey;
  private volatile boolean hostKeyIsDue;
  private @Nullable ReservedPort reserved;
  private @Nullable Thread boot;

  /**
   * An instance whose files stand in the given folder, which is there.
   *
   * @param changed told when the instance has changed by itself
   */
  SandboxInstance(InstanceState state, Path folder, SandboxSettings settings, Runnable changed)
      throws SpheronSshException, IOException {
    this.state = state;
    this.settings = settings;
    this.folder = folder;
    this.user =
        isReal(state, settings) ? System.getProperty("user.name", state.user()) : state.user();
    this.changed = changed;
    this.authorizedKeys = new AuthorizedKeys(folder.resolve("home"));
    this.hostKey = HostKey.install(state.hostKey(), folder.resolve("ssh_host_ed25519_key"));
    this.hostKeyIsDue = state.kind() == InstanceKind.REKEYED;
  }

  /** The deployment's id, which stays when name and port change. */
  public String id() {
    return state.id();
  }

  /** The deployment's name. */
  public String name() {
    return state.name();
  }

  /** Who is let in; a real sshd that root does not run lets in whoever runs it. */
  public String user() {
    return user;
  }

  /** The port on 127.0.0.1, which refuses connections until the instance runs. */
  public int port() {
    ReservedPort held = reserved;
    return held != null ? held.port() : server.join().port();
  }

  /** The host key that the next connection will meet. */
  public PublicKeyLine hostKey() {
    return hostKey.publicKey();
  }

  /** The home that logins get. */
  public Path home() {
    return authorizedKeys.home();
  }

  /** The file that says whose key opens the instance; it is read at every login. */
  public Path authorizedKeysFile() {
    return authorizedKeys.file();
  }

  /**
   * Waits until the instance accepts connections.
   *
   * @throws SpheronSshException where its server could not be started
   */
  public void awaitRunning() throws SpheronSshException {
    try {
      server.join();
    } catch (CompletionException e) {
      throw new SpheronSshException(
          "could not start the instance %s: %s".formatted(name(), reason(e)), null, e);
    }
  }

  /** Whether its server is to answer by now. */
  boolean isDue() {
    return isOn() && !Instant.now().isBefore(state.readyAt());
  }

  /** Whether there will never be a server again. */
  boolean hasEnded() {
    return switch (status()) {
      case "terminated", "terminated-provider", "failed" -> true;
      default -> false;
    };
  }

  /** As the service tells it; {@code running} means that the SSH port answers. */
  String status() {
    if (state.endedAt() != null) {
      return "terminated";
    }
    return switch (state.kind()) {
      case FAILED -> "failed";
      case RECLAIMED -> "terminated-provider";
      case STOPPED -> "stopped";
      default ->
          switch (server.state()) {
            case SUCCESS -> "running";
            case RUNNING -> "deploying";
            case FAILED, CANCELLED -> "failed";
          };
    };
  }

  /** What is kept of it, with the authorized keys as the instance's users left them. */
  InstanceState state() {
    try {
      return state.withAuthorizedKeys(authorizedKeys.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the home and begins to listen, now or when the time to boot is over. */
  void open() throws IOException {
    Files.createDirectories(home().resolve(".ssh"), OwnerFiles.FOLDER);
    OwnerFiles.write(authorizedKeys.file(), state.authorizedKeys());
    Gpus.install(home(), state.hardware());
    if (!isOn()) {
      return;
    }
    Duration left = Duration.between(Instant.now(), state.readyAt());
    if (left.isPositive() || isReal(state, settings)) {
      reserved = ReservedPort.pick();
    }
    boot = Thread.ofVirtual().name(state.name()).start(() -> boot(left));
  }

  synchronized void bind(BoundKey key) throws IOException {
    state = state.withKey(key);
    OwnerFiles.write(authorizedKeys.file(), state.authorizedKeys());
  }

  /** Whether it waits for the first key of its team to be the one that it was made with. */
  boolean isUnbound(String teamId) {
    return state.key() == null && state.teamId().equals(teamId);
  }

  synchronized void rename(String name) {
    state = state.withName(name);
  }

  synchronized void terminate() throws IOException {
    state = state.ended(Instant.now());
    close();
  }

  synchronized void close() throws IOException {
    if (boot != null) {
      boot.interrupt();
    }
    if (reserved != null) {
      reserved.close();
    }
    if (!server.cancel(false) && server.state() == CompletableFuture.State.SUCCESS) {
      server.resultNow().close();
    }
  }

  private boolean isOn() {
    return state.kind().isOn() && state.endedAt() == null;
  }

  private void boot(Duration left) {
    try {
      if (left.isPositive()) {
        Thread.sleep(left);
      }
      listen();
    } catch (InterruptedException e) {
      server.cancel(false);
    } catch (IOException | RuntimeException e) {
      server.completeExceptionally(e);
    }
  }

  private synchronized void listen() throws IOException {
    if (!server.isDone()) {
      server.complete(reserved == null ? serve(0) : reserved.lendTo(this::serve));
    }
  }

  private InstanceServer serve(int port) throws IOException {
    if (isReal(state, settings)) {
      Path sshd = settings.sshd().orElseThrow();
      return RealServer.start(sshd, folder, authorizedKeys, user, port);
    }
    return switch (state.kind()) {
      case SILENT -> MuteServer.start("");
      case HUNG -> MuteServer.start("SSH-2.0-OpenSSH_9.6\r\n");
      default -> EmbeddedServer.start(new Host(), port);
    };
  }

  private static boolean isReal(InstanceState state, SandboxSettings settings) {
    return settings.sshd().isPresent() && state.kind().isPlain();
  }

  private static String reason(CompletionException e) {
    Throwable cause = e.getCause();
    return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
  }

  /** What the embedded server may know of the instance. */
  private final class Host implements EmbeddedServer.Host {
    @Override
    public HostKey hostKey() {
      return hostKey;
    }

    @Override
    public Path home() {
      return authorizedKeys.home();
    }

    @Override
    public boolean letsIn(String name, PublicKey key) {
      boolean known = name.equals(user) || isRefusedRoot(name);
      return known && authorizedKeys.accept(key);
    }

    @Override
    public String forcedCommand(String user) {
      return isRefusedRoot(user)
          ? CLOUD_IMAGE_LINE + "sleep " + settings.cloudImagePause().toSeconds() + ";exit 142"
          : "";
    }

    @Override
    public void loggedIn() {
      if (hostKeyIsDue) {
        hostKeyIsDue = false;
        try {
          hostKey = HostKey.generate(state.name());
        } catch (SpheronSshException e) {
          throw new IllegalStateException(e);
        }
        synchronized (SandboxInstance.this) {
          state = state.withHostKey(hostKey.text());
        }
        changed.run();
      }
    }

    private boolean isRefusedRoot(String user) {
      return state.kind() == InstanceKind.CLOUD_IMAGE && user.equals("root");
    }
  }
}
