package io.github.spheronssh.config;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.FileException;
import io.github.spheronssh.file.SharedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file of ssh_config(5), read as a whole: at most 1 MiB. */
final class ConfigFile {
  private static final int LARGEST = 1 << 20;
  private static final int WRITABLE_BY_OTHERS = 022;

  private ConfigFile() {}

  /**
   * The lines of a file; absent where there is none.
   *
   * @param checked whether nobody else may be able to write to it
   * @throws SpheronSshException where it can't be read, or others can write to it
   */
  static Optional<List<ConfigLine>> read(Path path, boolean checked, Environment environment)
      throws SpheronSshException {
    if (Files.isDirectory(path)) {
      return Optional.of(List.of()); // ssh reads one as an empty file
    }
    if (checked) {
      check(path, environment);
    }
    Optional<byte[]> content = SharedFile.at(path).read(LARGEST);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    String place = environment.display(path);
    var lines = new ArrayList<ConfigLine>();
    for (String text : new String(content.get(), StandardCharsets.UTF_8).split("\n", -1)) {
      lines.add(ConfigLine.parse(text, "%s line %d".formatted(place, lines.size() + 1)));
    }
    return Optional.of(lines);
  }

  /**
   * Holds a file, where it is there, to ssh's own rule: the owner is root or the user, and nobody
   * else writes.
   *
   * @throws ConfigException where it breaks it
   */
  static void check(Path path, Environment environment) throws SpheronSshException {
    if (!Files.exists(path)
        || Files.isDirectory(path)
        || !path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return; // an ACL says who may write, and ssh there doesn't look either
    }
    try {
      int owner = (int) Files.getAttribute(path, "unix:uid");
      int mode = (int) Files.getAttribute(path, "unix:mode");
      boolean owned = owner == 0 || environment.userId().filter(id -> id == owner).isPresent();
      if (!owned || (mode & WRITABLE_BY_OTHERS) != 0) {
        throw new ConfigException(
            "bad owner or permissions on %s: expected it to be yours, and nobody else to write to it"
                .formatted(path),
            (owned ? "chmod go-w '%s'" : "ls -l '%s' shows whose it is").formatted(path));
      }
    } catch (IOException e) {
      throw FileException.of("look at", path, e);
    }
  }
}
