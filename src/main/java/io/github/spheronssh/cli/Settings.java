package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.login.KeyMapping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The user's own file of defaults, one {@code name = value} a line. A file that can't be read keeps
 * quiet until a command runs, so that help and version work all the same.
 */
final class Settings {
  /** What stands before the name or pattern of instances that a key file is meant for. */
  static final String KEY_FOR = "key-for.";

  private static final int LARGEST_FILE = 64 * 1024;

  private record Setting(String value, int line) {}

  private final String file;
  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private @Nullable SpheronSshException damage;

  private Settings(String file) {
    this.file = file;
  }

  /** The settings of {@code ssh.properties} in the program's folder; none where it isn't there. */
  static Settings read(Environment environment) {
    Path path;
    try {
      path = environment.spheronFolder().resolve("ssh.properties");
    } catch (SpheronSshException e) {
      return new Settings(""); // no home, so no file in it: a command that needs one says so
    }
    var read = new Settings(environment.display(path));
    try {
      read.parse(bytes(path));
    } catch (NoSuchFileException e) {
      return read;
    } catch (IOException e) {
      read.damage = new SpheronSshException("could not read " + read.file + ": " + e, null, e);
    } catch (SpheronSshException e) {
      read.damage = e;
    }
    return read;
  }

  Optional<String> value(String key) {
    return Optional.ofNullable(settings.get(key)).map(Setting::value);
  }

  List<String> keys() {
    return List.copyOf(settings.keySet());
  }

  /** Which key files are meant for which instances. */
  KeyMapping mapping(Environment environment) throws SpheronSshException {
    var files = new LinkedHashMap<String, Path>();
    for (String key : keys()) {
      if (key.startsWith(KEY_FOR)) {
        String file = value(key).orElseThrow();
        if (file.isEmpty() || key.length() == KEY_FOR.length()) {
          throw wrong(key, "expected 'key-for.INSTANCE = FILE'");
        }
        files.put(key.substring(KEY_FOR.length()), environment.resolve(file));
      }
    }
    return new KeyMapping(files);
  }

  /** Fails where the file could not be read whole. */
  void check() throws SpheronSshException {
    if (damage != null) {
      throw damage;
    }
  }

  /** What is wrong with the line that sets a key. */
  SpheronSshException wrong(String key, String why) {
    Setting setting = settings.get(key);
    return wrong(setting == null ? 0 : setting.line(), why);
  }

  private SpheronSshException wrong(int line, String why) {
    return new SpheronSshException(file + ", line " + line + ": " + why, "edit " + file);
  }

  private static byte[] bytes(Path path) throws IOException {
    try (var in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw new IOException("it is larger than " + LARGEST_FILE + " bytes");
      }
      return bytes;
    }
  }

  private void parse(byte[] bytes) throws SpheronSshException {
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith("!")) {
        continue;
      }
      int equals = line.indexOf('=');
      if (equals < 1) {
        throw wrong(i + 1, "expected 'name = value', met: " + line);
      }
      String key = line.substring(0, equals).strip();
      if (settings.put(key, new Setting(line.substring(equals + 1).strip(), i + 1)) != null) {
        throw wrong(i + 1, key + " is set twice");
      }
    }
  }
}
