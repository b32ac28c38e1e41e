package io.github.spheronssh.share;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.FileException;
import io.github.spheronssh.file.FolderLock;
import io.github.spheronssh.file.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/**
 * Where a master listens: ControlPath with a suffix of our own, since ssh's masters speak another
 * protocol. It lies in a folder that nobody but the user may enter: ControlPath's own where that is
 * such a one, else one of that name and the suffix.
 */
public final class ControlSocket {
  private static final String SUFFIX = ".spheron";
  private static final int LONGEST_PATH = 107; // sun_path of unix(7), less its end

  private final Path named;
  private final Path path;
  private final boolean ownFolder;
  private final Environment environment;

  private ControlSocket(Path named, Path path, boolean ownFolder, Environment environment) {
    this.named = named;
    this.path = path;
    this.ownFolder = ownFolder;
    this.environment = environment;
  }

  /**
   * The socket of a ControlPath, which need not be there.
   *
   * @throws ShareException where the path is longer than the system takes
   */
  public static ControlSocket of(Path named, Environment environment) throws ShareException {
    Path suffixed = named.resolveSibling(named.getFileName() + SUFFIX);
    Path folder = suffixed.getParent();
    boolean own = folder == null || !isOurs(folder, environment);
    Path path = own ? suffixed.resolve("master") : suffixed;
    int length = path.toString().getBytes(UTF_8).length;
    if (length > LONGEST_PATH) {
      throw new ShareException(
          "ControlPath too long ('%s' >= %d bytes)".formatted(path, LONGEST_PATH + 1),
          "%%C in its name is short whatever the host is called: ControlPath ~/.ssh/%%C"
              .formatted());
    }
    return new ControlSocket(named, path, own, environment);
  }

  /** The path as it is configured. */
  public Path named() {
    return named;
  }

  /** Where the socket itself stands. */
  public Path path() {
    return path;
  }

  /** What connecting to a master came to. */
  sealed interface Answer {
    /** A master took the connection. */
    record Taken(SocketChannel channel) implements Answer {}

    /** There is no socket. */
    record Missing() implements Answer {}

    /** There is a socket, and nobody listens. */
    record Stale(String reason) implements Answer {}
  }

  /**
   * Connects to the master.
   *
   * @throws ShareException where the folder is open to others, or another user listens
   */
  Answer connect() throws ShareException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return new Answer.Missing();
    }
    refuseUnlessOurs();
    SocketChannel channel;
    try {
      channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
          ? new Answer.Stale(String.valueOf(e.getMessage()))
          : new Answer.Missing();
    }
    try {
      refuseStranger(channel);
      return new Answer.Taken(channel);
    } catch (IOException e) {
      close(channel);
      throw new ShareException(
          "Control socket %s: %s".formatted(path, e.getMessage()), "rm '" + path + "'", e);
    }
  }

  /**
   * Listens, unless a master does already. What a killed master left is removed.
   *
   * @return absent where there is a master
   */
  Optional<Listening> listen() throws SpheronSshException {
    if (ownFolder) {
      Path parent = path.getParent();
      Path above = parent == null ? null : parent.getParent();
      if (above != null && Files.isDirectory(above) && parent != null) {
        OwnerOnly.createFolder(parent);
      }
    }
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      Path missing = named.getParent();
      throw new ShareException(
          "ControlPath %s: there is no folder %s".formatted(named, missing),
          "mkdir -m 700 '%s'".formatted(missing));
    }
    refuseUnlessOurs();
    try (var _ = FolderLock.acquire(folder)) {
      return switch (connect()) {
        case Answer.Taken(SocketChannel channel) -> {
          close(channel);
          yield Optional.empty();
        }
        case Answer.Stale _ -> {
          Files.deleteIfExists(path);
          yield Optional.of(bind());
        }
        case Answer.Missing _ -> Optional.of(bind());
      };
    } catch (IOException e) {
      throw FileException.of("listen on", path, e);
    }
  }

  private Listening bind() throws IOException {
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(path));
      if (!environment.isWindows()) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      }
      return new Listening(server, path, ownFolder, key(path));
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /** A socket that waits for clients, and its file. */
  record Listening(ServerSocketChannel server, Path path, boolean ownFolder, Optional<Object> key)
      implements Closeable {
    /**
     * Removes the file, unless another one stands there by now, and the folder that was made for
     * it; only then the socket is closed, so that nobody takes it for one that was left.
     */
    @Override
    public void close() throws IOException {
      if (!server.isOpen()) {
        return;
      }
      try (server) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && key.equals(ControlSocket.key(path))) {
          Files.deleteIfExists(path);
        }
        Path folder = path.getParent();
        if (ownFolder && folder != null) {
          Files.deleteIfExists(folder);
        }
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        return; // the next master is there already, or somebody has cleared up
      }
    }
  }

  private static Optional<Object> key(Path path) throws IOException {
    return Optional.ofNullable(
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey());
  }

  private void refuseUnlessOurs() throws ShareException {
    Path folder = path.getParent();
    if (!environment.isWindows() && (folder == null || !isOurs(folder, environment))) {
      throw new ShareException(
          "bad owner or modes of %s: others could take the place of the master there"
              .formatted(folder),
          "chmod 700 '%s', or another ControlPath, such as ~/.ssh/%%C".formatted(folder));
    }
  }

  /** Whether it is a folder that its owner alone may enter, and this user is the owner. */
  private static boolean isOurs(Path folder, Environment environment) {
    try {
      if (Files.isSymbolicLink(folder) || !Files.isDirectory(folder)) {
        return false;
      }
      Set<PosixFilePermission> others = EnumSet.allOf(PosixFilePermission.class);
      others.removeAll(PosixFilePermissions.fromString("rwx------"));
      others.retainAll(Files.getPosixFilePermissions(folder));
      Object owner = Files.getAttribute(folder, "unix:uid");
      return others.isEmpty() && environment.userId().filter(owner::equals).isPresent();
    } catch (IOException | UnsupportedOperationException e) {
      return false; // a system without modes: the folder is made with an ACL
    }
  }

  /**
   * The folder's modes keep others out; where the system tells who listens, that is checked too.
   */
  private void refuseStranger(SocketChannel channel) throws IOException {
    if (channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
      var peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
      if (peer != null && !peer.user().equals(Files.getOwner(folder()))) {
        throw new IOException("another user listens: " + peer.user().getName());
      }
    }
  }

  /** Whether a client is this user. */
  boolean isOwner(SocketChannel client) {
    try {
      refuseStranger(client);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Path folder() throws NoSuchFileException {
    Path folder = path.getParent();
    if (folder == null) {
      throw new NoSuchFileException(path.toString());
    }
    return folder;
  }

  private static void close(SocketChannel channel) throws ShareException {
    try {
      channel.close();
    } catch (IOException e) {
      throw new ShareException(
          "the control socket could not be closed: " + e.getMessage(), null, e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
