package io.github.spheronssh.cli;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.cli.CompatibilityRow.Verdict;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.KeywordFate;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the rows of {@code compatibility/*.txt} to the code, and {@code docs/compatibility.md} to
 * the rows; with {@code -Ddocs.write} writes it.
 */
final class CompatibilityPageTest {
  private static final Path PAGE = Path.of("docs/compatibility.md");

  @Test
  void everyLetterHasItsRow() throws Exception {
    Map<String, Verdict> rows = verdicts("options");
    assertEquals(letters(), new TreeSet<>(rows.keySet()));
    rows.forEach(
        (letter, verdict) -> {
          if (UnsupportedLetters.LETTERS.contains(letter.substring(1))) {
            assertEquals(Verdict.NOT_THERE, verdict, letter + " is refused");
          } else if (verdict == Verdict.NOT_THERE) {
            assertTrue("-I -K -X -Y".contains(letter), letter + " is no longer refused");
          }
        });
  }

  @Test
  void everyLetterOfTheRealSshIsKnown() throws Exception {
    String usage = ProgramRun.of(RealPrograms.require("ssh")).err();
    var missing = new TreeSet<String>();
    Pattern.compile("\\[-(\\w+)")
        .matcher(usage)
        .results()
        .flatMapToInt(found -> found.group(1).chars())
        .forEach(letter -> missing.add("-" + (char) letter));
    assertTrue(missing.contains("-4") && missing.contains("-W"), usage);
    missing.removeAll(letters());
    assertEquals(Set.of(), missing);
  }

  @Test
  void everyKeywordHasItsRow() throws Exception {
    Map<String, Verdict> rows = verdicts("keywords");
    assertEquals(
        Stream.of(Keyword.values()).map(Keyword::toString).collect(Collectors.toSet()),
        rows.keySet());
    for (CompatibilityRow row : CompatibilityRow.read("keywords")) {
      Keyword keyword = Keyword.named(row.name()).orElseThrow();
      assertEquals(keyword.isDone(), row.verdict() != Verdict.NOT_THERE, row.name());
      assertEquals(
          KeywordFate.isRefused(keyword), row.words().contains("an error, since"), row.name());
    }
  }

  @Test
  void everyEscapeHasItsRow() throws Exception {
    Set<String> escapes =
        Pattern.compile("(?m)^ (\\S+)  ")
            .matcher(Escapes.help("~"))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    assertEquals(escapes, verdicts("escapes").keySet());
  }

  @Test
  void aRowThatDiffersSaysHow() throws Exception {
    for (String table : List.of("options", "keywords", "escapes")) {
      for (CompatibilityRow row : CompatibilityRow.read(table)) {
        assertEquals(row.verdict() == Verdict.WORKS, row.words().isEmpty(), row.name());
      }
    }
  }

  @Test
  void thePageIsMadeOfTheRows() throws Exception {
    if (System.getProperty("docs.write") != null) {
      Files.writeString(PAGE, page());
    }
    assertEquals(
        page(),
        Files.readString(PAGE),
        "write it: mvn test -Dtest=CompatibilityPageTest -Ddocs.write");
  }

  @Test
  void theReadmeShowsThePageAndWhatTheProgramsTake() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    assertTrue(readme.contains("docs/compatibility.md"), "the README points to the page");
    assertFalse(programs().isEmpty(), "the page names programs");
  }

  /** The letters that connect knows. */
  private static Set<String> letters() {
    var terminal =
        new Terminal(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            false,
            false,
            null);
    var context = new Context(terminal, Environment.of(Map.of(), new Properties()));
    return ConnectCommand.commandLine(context).getCommandSpec().optionsMap().keySet().stream()
        .filter(name -> name.length() == 2 && !name.equals("-h"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, Verdict> verdicts(String table) throws Exception {
    return CompatibilityRow.read(table).stream()
        .collect(Collectors.toMap(CompatibilityRow::name, CompatibilityRow::verdict));
  }

  private static String page() throws Exception {
    return """
    # In ssh's place

    `spheron-ssh connect`, and `spheron-connect` for programs that take one word, stand where `ssh` stands. Here is what becomes of every option of ssh(1), every escape and every keyword of ssh_config(5):
    it *works* as in ssh, it *differs* in what is said, or it is *not there*, for the reason that is said. A keyword that is not there is passed by, and `-v` tells that, unless it says that it is an error.
    The list is held to the code by a test.

    Everywhere: the home is `$HOME`; a command that a signal ended is told as 128 and its number, where ssh says 255. How the files are read is told in [ADR 9](adr/0009-ssh-config.md), how forwards are made in [ADR 10](adr/0010-forwards.md).

    ## Programs
    Each of them runs in the tests, against OpenSSH's server.

    | program | takes it by |
    |---|---|
    """
        + programs()
        + section("Options", "options")
        + section("Escapes", "escapes")
        + section("Keywords", "keywords");
  }

  private static String programs() throws Exception {
    return CompatibilityRow.lines("programs")
        .map(line -> line.split(" \\| ", 2))
        .map(parts -> "| %s | %s |\n".formatted(parts[0], parts[1]))
        .collect(joining());
  }

  private static String section(String title, String table) throws Exception {
    return "\n## %s\n| | | |\n|---|---|---|\n".formatted(title)
        + CompatibilityRow.read(table).stream()
            .map(row -> "| `%s` | %s | %s |\n".formatted(row.name(), row.verdict(), row.words()))
            .collect(joining());
  }
}
