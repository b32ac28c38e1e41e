package io.github.spheronssh.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Configurations as {@code connect -G} reads them, held to what {@code ssh -G} makes of them. */
final class ConfigCorpusTest {
  private static final String FILE = "config";
  private static final Pattern HASHED = Pattern.compile("@C\\((.*?),(.*?),(.*?)\\)@");

  @TempDir Path home;
  @TempDir Path folder;

  /**
   * One case of the corpus.
   *
   * @param files their lines, by name
   * @param expected its last lines: a sign, a blank, and what is printed
   */
  record Case(
      String name, String arguments, Map<String, List<String>> files, List<String> expected) {

    /** What is printed by whoever the signs are for. */
    List<String> expected(String signs) {
      return expected.stream()
          .filter(line -> signs.indexOf(line.charAt(0)) >= 0)
          .map(line -> line.substring(2))
          .toList();
    }

    /** What the error of whoever the sign is for says; none where there is no error. */
    List<String> errors(char sign) {
      return expected.stream()
          .filter(line -> line.startsWith("! ") || line.startsWith("!" + sign))
          .map(line -> line.substring(2).strip())
          .toList();
    }

    /** The keywords that are compared. */
    Set<String> keywords() {
      return expected("=<>").stream().map(ConfigCorpusTest::keyword).collect(Collectors.toSet());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() throws IOException {
    var cases = new ArrayList<Case>();
    try (InputStream in = ConfigCorpusTest.class.getResourceAsStream("/ssh_config/corpus.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      Stream.of(text.split("(?m)^== ")).skip(1).map(ConfigCorpusTest::read).forEach(cases::add);
    }
    return cases;
  }

  private static Case read(String text) {
    List<String> lines = text.stripTrailing().lines().toList();
    var files = new TreeMap<String, List<String>>();
    var expected = new ArrayList<String>();
    String file = FILE;
    files.put(file, new ArrayList<>());
    for (String line : lines.subList(2, lines.size())) {
      if (line.startsWith("@ ")) {
        file = line.substring(2);
        files.put(file, new ArrayList<>());
      } else if (line.matches("(?:[=<>]|![<> ]?) .*")) {
        expected.add(line);
      } else {
        Objects.requireNonNull(files.get(file)).add(line.replace("\\r", "\r").replace("\\f", "\f"));
      }
    }
    return new Case(lines.get(0), lines.get(1).substring(2), files, expected);
  }

  @Test
  void thereAreManyCases() throws IOException {
    assertTrue(cases().size() >= 150);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void connectPrintsWhatIsExpected(Case each) throws Exception {
    CommandRun.Result result =
        new CommandRun(home).with("NAME", "value").run(command(each, "connect"));
    List<String> errors = each.errors('>');
    if (errors.isEmpty()) {
      assertEquals(0, result.status(), result.err());
      assertEquals(told(each, ">", home, "me"), compared(each, result.out()));
    } else {
      assertEquals(255, result.status(), result.out());
      String said = result.err().replace(folder.toString(), "$DIR");
      assertAll(errors.stream().map(error -> () -> assertTrue(said.contains(error), said)));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sshPrintsTheSame(Case each) throws Exception {
    String own = System.getProperty("user.home");
    Map<String, String> variables = Map.of("HOME", own, "NAME", "value");
    Path ssh = RealPrograms.require("ssh");
    ProgramRun run = ProgramRun.of(variables, "", command(each, ssh));
    if (each.errors('<').isEmpty()) {
      assertEquals(
          told(each, "<", Path.of(own), System.getProperty("user.name")),
          compared(each, run.succeeded()));
    } else {
      assertEquals(255, run.status(), run.out());
    }
  }

  private Object[] objects(Object first, List<String> rest) {
    return Stream.concat(Stream.of(first), rest.stream()).toArray();
  }

  private Object[] command(Case each, Path ssh) throws IOException {
    return objects(ssh, words(each));
  }

  private String[] command(Case each, String name) throws IOException {
    return Stream.concat(Stream.of(name), words(each).stream()).toArray(String[]::new);
  }

  /** Writes the files, and tells what is typed after the program's name. */
  private List<String> words(Case each) throws IOException {
    for (var file : each.files().entrySet()) {
      String text = String.join("\n", file.getValue()) + "\n";
      Files.writeString(folder.resolve(file.getKey()), text.replace("$DIR", folder.toString()));
    }
    var words = new ArrayList<>(List.of("-F", folder.resolve(FILE).toString(), "-G"));
    words.addAll(List.of(each.arguments().split(" ")));
    return words;
  }

  /** The lines that count, by their keywords; those of one keyword stay in their order. */
  private static List<String> compared(Case each, String out) {
    return out.lines()
        .filter(line -> each.keywords().contains(keyword(line)))
        .sorted(Comparator.comparing(ConfigCorpusTest::keyword))
        .toList();
  }

  private static String keyword(String line) {
    return line.split(" ", 2)[0];
  }

  private List<String> told(Case each, String sign, Path home, String user) throws Exception {
    String host = ProgramRun.of("hostname").succeeded().strip();
    String id = ProgramRun.of("id", "-u").succeeded().strip();
    return each.expected("=" + sign).stream()
        .map(
            line ->
                line.replace("@HOME@", home.toString())
                    .replace("@USER@", user)
                    .replace("@HOST@", host)
                    .replace("@SHORT@", host.replaceFirst("\\..*", ""))
                    .replace("@UID@", id)
                    .replace("$DIR", folder.toString()))
        .map(line -> HASHED.matcher(line).replaceAll(found -> hash(host, found)))
        .sorted(Comparator.comparing(ConfigCorpusTest::keyword))
        .toList();
  }

  /** The name of a connection, as %C gives it. */
  private static String hash(String here, MatchResult connection) {
    String text = here + connection.group(1) + connection.group(2) + connection.group(3);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
