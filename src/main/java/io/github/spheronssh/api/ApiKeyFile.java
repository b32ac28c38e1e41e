package io.github.spheronssh.api;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
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

  Path path() {
    return path;
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

  private String text() throws CredentialsException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_LENGTH + 1);
      if (bytes.length > MAX_LENGTH) {
        throw unreadable("it is longer than " + MAX_LENGTH + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (java.nio.file.NoSuchFileException e) {
      throw unreadable("there is no such file");
    } catch (IOException e) {
      throw unreadable(String.valueOf(e.getMessage()));
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

  private Optional<String> warning() {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
      boolean shared =
          mode.contains(PosixFilePermission.GROUP_READ)
              || mode.contains(PosixFilePermission.OTHERS_READ);
      return shared
          ? Optional.of(shown + " is readable by others; chmod 600 " + shown)
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty(); // no modes here, so none that could be wrong
    }
  }

  private CredentialsException unreadable(String why) {
    return new CredentialsException("no API key in " + shown + ": " + why, "spheron-ssh login");
  }
}
