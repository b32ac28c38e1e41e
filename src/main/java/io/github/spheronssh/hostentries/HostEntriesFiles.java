package io.github.spheronssh.hostentries;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.FileException;
import io.github.spheronssh.file.SharedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The two files through which ssh has the entries: {@code ~/.spheron/ssh_config}, which is this
 * program's, and {@code ~/.ssh/config}, which is the user's and gets one line.
 */
public final class HostEntriesFiles {
  private static final int MAXIMUM_SIZE = 4 * 1024 * 1024;
  private static final byte[] NOTHING = {};

  private final Path entries;
  private final Path config;
  private final IncludeLine include;

  /** The files of this environment's home. */
  public HostEntriesFiles(Environment environment) throws SpheronSshException {
    entries = environment.spheronFolder().resolve("ssh_config");
    config = environment.sshFolder().resolve("config");
    include = IncludeLine.of(entries, new ConfigPaths(environment));
  }

  /** The file of the entries. */
  public Path entries() {
    return entries;
  }

  /** The user's own file. */
  public Path config() {
    return config;
  }

  /** What {@link #write} would change. */
  public List<FileChange> changesOf(HostEntries wanted) throws SpheronSshException {
    byte[] now = content(config);
    byte[] then = include.standsFirstIn(now) ? now : include.putInto(now);
    return changes(bytes(wanted), now, then);
  }

  /** What {@link #remove} would change. */
  public List<FileChange> changesOfRemoval() throws SpheronSshException {
    byte[] now = content(config);
    return changes(NOTHING, now, include.removeFrom(now));
  }

  private List<FileChange> changes(byte[] wanted, byte[] now, byte[] then) throws FileException {
    return Stream.of(
            FileChange.of(entries, content(entries), wanted), FileChange.of(config, now, then))
        .filter(change -> !change.isNone())
        .toList();
  }

  /**
   * Writes the entries, and has the user's file include them.
   *
   * @throws SpheronSshException where the user's file is read-only: the entries are written then
   */
  public void write(HostEntries wanted) throws SpheronSshException {
    SharedFile.at(entries).update(MAXIMUM_SIZE, _ -> bytes(wanted));
    include();
  }

  /** Whether the entries were written, and not taken back. */
  public boolean areThere() {
    return Files.exists(entries);
  }

  /** The line through which the user's file has the entries. */
  public String includeLine() {
    return include.text();
  }

  /** Whether the user's file includes the entries before it says anything else. */
  public boolean areIncludedFirst() throws SpheronSshException {
    return include.standsFirstIn(content(config));
  }

  /** What {@link #include} would change. */
  public FileChange changeOfInclude() throws SpheronSshException {
    byte[] now = content(config);
    return FileChange.of(config, now, include.putInto(now));
  }

  /**
   * Has the user's file include the entries first; the entries stay as they are.
   *
   * @throws SpheronSshException where the user's file is read-only
   */
  public void include() throws SpheronSshException {
    if (areIncludedFirst()) {
      return;
    }
    refuseReadOnly("put this line first in it: " + include.text());
    SharedFile.at(config)
        .update(
            MAXIMUM_SIZE,
            content -> include.standsFirstIn(content) ? content : include.putInto(content));
  }

  /** The command that the entries reach instances through, without their ids; absent for none. */
  public Optional<String> proxyCommand() throws SpheronSshException {
    return new String(content(entries), StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(
            line -> line.startsWith("ProxyCommand ") && line.indexOf(' ') < line.lastIndexOf(' '))
        .map(line -> line.substring(line.indexOf(' ') + 1, line.lastIndexOf(' ')))
        .findFirst();
  }

  /** Writes the entries anew where they are there; the user's own file stays as it is. */
  public void refresh(HostEntries wanted) throws SpheronSshException {
    if (areThere()) {
      SharedFile.at(entries).update(MAXIMUM_SIZE, _ -> bytes(wanted));
    }
  }

  /** Takes back all that {@link #write} did; tells whether there was anything. */
  public boolean remove() throws SpheronSshException {
    boolean included = !include.isMissingIn(content(config));
    if (included) {
      refuseReadOnly("take this line out of it: " + include.text());
      SharedFile.at(config).update(MAXIMUM_SIZE, include::removeFrom);
      SharedFile.at(config).deleteIf(MAXIMUM_SIZE, content -> content.length == 0);
    }
    return SharedFile.at(entries).deleteIf(MAXIMUM_SIZE, _ -> true) || included;
  }

  /** A file that its owner made read-only is meant to stay as it is. */
  private void refuseReadOnly(String remedy) throws SpheronSshException {
    try {
      if (Files.exists(config) && !isWritable(config)) {
        throw new SpheronSshException(config + " is read-only", remedy);
      }
    } catch (IOException e) {
      throw FileException.of("look at", config, e);
    }
  }

  private static boolean isWritable(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_WRITE)
        : Files.isWritable(file);
  }

  private static byte[] content(Path file) throws FileException {
    return SharedFile.at(file).read(MAXIMUM_SIZE).orElse(NOTHING);
  }

  private static byte[] bytes(HostEntries wanted) {
    return wanted.text().getBytes(StandardCharsets.UTF_8);
  }
}
