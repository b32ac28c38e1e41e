package io.github.spheronssh.forward;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Unix-domain socket that waits for connections, and its file. The file has its mode before
 * anybody can connect, since it is made in a folder that nobody else can enter and linked into its
 * place; it goes with the socket, however the program ends.
 */
final class SocketFile implements Closeable {
  private final Path path;
  private final ServerSocketChannel server;
  private final @Nullable Object key;
  private final Thread atExit = new Thread(this::removeAtExit, "forward-end");

  private SocketFile(Path path, ServerSocketChannel server) throws IOException {
    this.path = path;
    this.server = server;
    this.key = key(path);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Listens at a path, where nothing may stand but what may be removed. */
  static SocketFile open(Path path, ForwardSettings settings) throws IOException {
    if (settings.unlink()) {
      Files.deleteIfExists(path);
    }
    Path parent =
        Objects.requireNonNull(path.toAbsolutePath().getParent(), "a socket has a folder");
    Path folder = Files.createTempDirectory(parent, "."); // of mode 0700
    Path made = folder.resolve("s");
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(made));
      Files.setPosixFilePermissions(made, permissions(settings.mode()));
      Files.createLink(path, made);
      return new SocketFile(path, server);
    } catch (FileAlreadyExistsException e) {
      server.close();
      throw new IOException("Address already in use", e);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    } finally {
      Files.deleteIfExists(made);
      Files.delete(folder);
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    var permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values(); // from the owner's to read downwards
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode & 0400 >> bit) != 0) {
        permissions.add(all[bit]);
      }
    }
    return permissions;
  }

  ServerSocketChannel server() {
    return server;
  }

  /** Listens no more, and removes the file unless another one stands there by now. */
  @Override
  public void close() throws IOException {
    server.close();
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // the program is ending: the hook runs, and finds nothing
    }
  }

  private void remove() throws IOException {
    try {
      if (Objects.equals(key, key(path))) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      return; // somebody else removed it
    }
  }

  private void removeAtExit() {
    try {
      remove();
    } catch (IOException e) {
      return; // nobody is left to be told
    }
  }

  private static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }
}
