package io.github.spheronssh.api;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.FileException;
import io.github.spheronssh.file.SharedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A file that holds an API key, bare or as a shell assignment of {@code SPHERON_API_KEY}. */
final class ApiKeyFile {
  private static final int MAX_LENGTH = 64 * 1024;
  private static final String VARIABLE = "SPHERON_API_KEY";

  private final Path path;
  private final String shown;

  ApiKeyFile(Path path, Environment environment) {
    this.path = path;
    this.shown = environment.display(path);
  }

  /** This program's own file, which SkyPilot reads too. */
  static ApiKeyFile own(Environment environment) throws SpheronSshException {
    return new ApiKeyFile(environment.spheronFolder().resolve("api_key"), environment);
  }

  /** The file of the service's manual. */
  static ApiKeyFile manual(Environment environment) throws SpheronSshException {
    return new ApiKeyFile(environment.spheronFolder().resolve("credentials"), environment);
  }

  /** The path as the user likes to read it. */
  String shown() {
    return shown;
  }

  boolean exists() {
    return Files.exists(path);
  }

  /**
   * The key in the file.
   *
   * @throws CredentialsException if the file can't be read or holds none
   */
  Credentials read() throws CredentialsException {
    return new Credentials(ApiKey.of(find(text()).toCharArray(), shown), shown, warning());
  }

  /** Stores the key, readable by the owner alone. */
  void write(ApiKey key) throws FileException {
    char[] characters = key.characters();
    byte[] line = new byte[characters.length + 1];
    for (int i = 0; i < characters.length; i++) {
      line[i] = (byte) characters[i]; // an API key is ASCII
    }
    line[characters.length] = '\n';
    try {
      closeToOthers();
      SharedFile.at(path).replace(line);
    } finally {
      Arrays.fill(characters, '\0');
      Arrays.fill(line, (byte) 0);
    }
  }

  /** Forgets the key; tells whether there was one. */
  boolean delete() throws FileException {
    try {
      return Files.deleteIfExists(path);
    } catch (IOException e) {
      throw FileException.of("delete", path, e);
    }
  }

  /** A replaced file keeps its mode, which may be one that others can read. */
  private void closeToOthers() throws FileException {
    try {
      if (isShared()) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      }
    } catch (IOException e) {
      throw FileException.of("close to others", path, e);
    }
  }

  private String text() throws CredentialsException {
    try {
      return SharedFile.at(path)
          .read(MAX_LENGTH)
          .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
          .orElseThrow(() -> unreadable("there is no such file"));
    } catch (FileException e) {
      throw unreadable(e.getMessage());
    }
  }

  /** The assigned value, else the first bare line; comments and other variables are passed over. */
  private String find(String text) throws CredentialsException {
    List<String> lines =
        text.lines()
            .map(line -> line.strip().replaceFirst("^export\\s+", ""))
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    Optional<String> assigned =
        lines.stream()
            .filter(line -> line.matches(VARIABLE + "\\s*=.*"))
            .map(line -> unquote(line.substring(line.indexOf('=') + 1).strip()))
            .findFirst();
    return assigned
        .or(() -> lines.stream().filter(line -> !line.matches("\\w+\\s*=.*")).findFirst())
        .orElseThrow(() -> unreadable("it holds neither a bare key nor " + VARIABLE + "=…"));
  }

  private static String unquote(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.startsWith("\"") || value.startsWith("'"))
            && value.endsWith(value.substring(0, 1));
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private Optional<String> warning() throws CredentialsException {
    try {
      return isShared()
          ? Optional.of(shown + " is readable by others: chmod 600 " + shown)
          : Optional.empty();
    } catch (IOException e) {
      throw unreadable(String.valueOf(e.getMessage()));
    }
  }

  private boolean isShared() throws IOException {
    boolean hasMode = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (!hasMode || !exists()) {
      return false;
    }
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
    return mode.contains(PosixFilePermission.GROUP_READ)
        || mode.contains(PosixFilePermission.OTHERS_READ);
  }

  private CredentialsException unreadable(String why) {
    return new CredentialsException("no API key in " + shown + ": " + why, "spheron-ssh login");
  }
}
