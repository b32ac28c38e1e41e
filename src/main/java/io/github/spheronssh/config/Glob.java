package io.github.spheronssh.config;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.file.FileException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** The paths that a pattern of {@code * ? [a-z]} stands for, as glob(3) finds them: in order. */
final class Glob {
  private static final int MOST = 1000;

  private Glob() {}

  /**
   * The paths that are there.
   *
   * @param pattern an absolute one
   * @throws SpheronSshException where a folder can't be read, or more than 1000 paths fit
   */
  static List<Path> paths(Path pattern) throws SpheronSshException {
    List<Path> found = List.of(pattern.getRoot());
    for (Path name : pattern) {
      var next = new ArrayList<Path>();
      for (Path folder : found) {
        next.addAll(inside(folder, name.toString()));
      }
      if (next.size() > MOST) {
        throw new ConfigException(
            "%s stands for more than %d files".formatted(pattern, MOST), null);
      }
      found = next;
    }
    return found;
  }

  private static List<Path> inside(Path folder, String name) throws SpheronSshException {
    if (name.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0)) {
      Path path = folder.resolve(name);
      return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? List.of(path) : List.of();
    }
    if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
      return List.of(); // glob(3) passes such a folder by
    }
    Pattern pattern = pattern(name);
    var found = new ArrayList<Path>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String text = String.valueOf(entry.getFileName());
        if (text.startsWith(".") == name.startsWith(".") && pattern.matcher(text).matches()) {
          found.add(entry);
        }
      }
    } catch (IOException e) {
      throw FileException.of("look into", folder, e);
    }
    Collections.sort(found);
    return found;
  }

  private static Pattern pattern(String glob) {
    var regex = new StringBuilder();
    int at = 0;
    while (at < glob.length()) {
      char c = glob.charAt(at);
      int end = c == '[' ? glob.indexOf(']', at + 2) : -1;
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (end > 0) {
        boolean not = "!^".indexOf(glob.charAt(at + 1)) >= 0;
        String set = glob.substring(at + (not ? 2 : 1), end);
        regex.append(not ? "[^" : "[").append(set.replaceAll("[\\[\\]&\\\\^]", "\\\\$0"));
        regex.append(']');
        at = end;
      } else {
        boolean escaped = c == '\\' && at + 1 < glob.length();
        at += escaped ? 1 : 0;
        regex.append(Pattern.quote(String.valueOf(glob.charAt(at))));
      }
      at++;
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
