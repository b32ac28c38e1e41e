package io.github.spheronssh.doctor;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/doctor.md} to the checks; with {@code -Ddocs.write} writes it. */
final class DoctorPageTest {
  private static final Path PAGE = Path.of("docs/doctor.md");

  @Test
  void thePageListsEveryCheck() throws IOException {
    if (System.getProperty("docs.write") != null) {
      Files.writeString(PAGE, page());
    }
    assertEquals(
        page(), Files.readString(PAGE), "write it: mvn test -Dtest=DoctorPageTest -Ddocs.write");
  }

  private static String page() {
    return """
    # What the doctor looks at

    `spheron-ssh doctor` looks at this machine and the account, `spheron-ssh doctor TARGET` also at one instance or host, from the near end to the far one.
    It changes nothing without `--fix`: no host key is pinned, no login is remembered, no passphrase is asked for. A check is `ok`, `warn` (in nobody's way now), `fail`, or `skipped` because of another one;
    under what is amiss stands the command that helps. With a TARGET it logs in, runs a script that only reads, and sends up to a megabyte each way. The whole ends within 15 seconds. The exit code is 0 where nothing failed, 1 where something did, 2 for wrong usage.

    `--check ID` (repeated, or with commas) looks at some only, and at what they stand on; `--list` prints this list; `--json` is explained in [json.md](json.md).
    The list is made from the code, and a test holds it to it.

    `--fix` mends what is local and safe: modes of files and folders that are yours, a missing `.pub` file, a key that the agent or the account lacks, the `Include` line, host keys of deployments that have ended;
    and, where `-i` gives a key that opens the instance, the line in its `authorized_keys` for your default one.
    Each change is shown and asked for, or made at once with `--yes`; `--fix --dry-run` shows all of them and makes none. A file whose content changes is kept beside itself as `NAME-DAY.old`, and the run says so;
    nothing outside of your home is touched, also where a symbolic link leads there. Then the check is asked again, and what remains is said to be left to you. The exit code tells how things are afterwards.

    """
        + List.of(Layer.values()).stream().map(DoctorPageTest::section).collect(joining("\n"));
  }

  private static String section(Layer layer) {
    String words = layer.words();
    String title = Character.toUpperCase(words.charAt(0)) + words.substring(1);
    return "## %s\n| id | well when | remedy | needs |\n|---|---|---|---|\n".formatted(title)
        + Doctor.checks().stream()
            .filter(check -> check.layer() == layer)
            .map(DoctorPageTest::row)
            .collect(joining());
  }

  private static String row(Check check) {
    String needs = check.needs().stream().map(id -> "`" + id + "`").collect(joining(", "));
    return "| `%s` | %s | `%s` | %s |\n"
        .formatted(check.id(), check.meaning(), check.remedy(), needs);
  }
}
