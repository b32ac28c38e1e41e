import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Formats the Java sources, or with {@code --check} fails where one is not formatted. */
final class Format {
  public static void main(String[] arguments) throws IOException {
    var command = new ArrayList<String>();
    if (List.of(arguments).contains("--check")) {
      command.addAll(List.of("--dry-run", "--set-exit-if-changed"));
    } else {
      command.add("--replace");
    }
    try (var files = Files.walk(Path.of("src"))) {
      files.map(Path::toString).filter(f -> f.endsWith(".java")).sorted().forEach(command::add);
    }
    Main.main(command.toArray(String[]::new));
  }
}
