package io.github.spheronssh.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.doctor.Clinic.Line;
import io.github.spheronssh.doctor.Clinic.Report;
import io.github.spheronssh.testing.CommandRun.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of {@code doctor}. */
final class DoctorCommandTest {
  @TempDir Path home;

  private Ward ward;

  @BeforeEach
  void open() throws Exception {
    ward = new Ward(home);
  }

  @AfterEach
  void close() {
    ward.close();
  }

  @Test
  void withoutATargetOnlyTheMachineAndTheAccountAreLookedAt() throws Exception {
    Report report = ward.examine();
    assertEquals(List.of(), report.amiss());
    assertEquals(
        List.of("machine", "account"),
        report.findings().stream().map(Line::layer).distinct().toList());
    Result text = ward.command.run("doctor");
    assertTrue(text.out().contains("\nall is well ("), text.out());
  }

  @Test
  void aCheckIsLookedAtAloneWhereWhatItStandsOnIsWell() throws Exception {
    assertEquals(List.of("tcp"), ids(ward.examine("--check", "tcp", "box")));
    assertEquals(List.of("key", "dns"), ids(ward.examine("--check", "dns,key", "box")));
  }

  @Test
  void whatKeepsACheckFromBeingKnownIsToldWithIt() throws Exception {
    ward.deployment.put("status", "failed");
    Report report = ward.examine("--check", "session", "box");
    assertEquals(List.of("status", "session"), ids(report));
    assertEquals("status", report.line("session").becauseOf());
  }

  @ParameterizedTest
  @CsvSource({
    "--check nothing, no check is called 'nothing'",
    "--check tcp, 'tcp' looks at an instance: name one",
    "user@, 'user@'",
    "--dry-run, --dry-run is for --fix",
    "--yes, --yes is for --fix",
  })
  void wrongUsageIsStatusTwo(String words, String message) {
    Result run = ward.command.run(("doctor " + words).split(" "));
    assertEquals(2, run.status(), run.err());
    assertTrue(run.err().contains(message), run.err());
    assertEquals("", run.out());
  }

  @Test
  void aSettingForOtherCommandsIsNoWrongUsage() throws Exception {
    Files.writeString(ward.pins.resolveSibling("ssh.properties"), "dry-run = true\n");
    assertEquals(List.of(), ward.examine().amiss());
  }

  @Test
  void theListNamesEveryCheck() {
    Result run = ward.command.run("doctor", "--list");
    assertEquals(0, run.status());
    assertEquals(
        Doctor.checks().stream().map(Check::id).toList(),
        run.out().lines().map(line -> line.substring(0, line.indexOf('\t'))).toList());
    assertTrue(ward.command.run("doctor", "--list", "--json").out().contains("\"session-clean\""));
  }

  @Test
  void aKeyThatIsGivenCountsWhereverItLies() throws Exception {
    Path elsewhere = Clinic.folder(home.resolve("keys")).resolve("work");
    Files.move(ward.key, elsewhere);
    Files.move(ward.key.resolveSibling("id_ed25519.pub"), elsewhere.resolveSibling("work.pub"));
    assertEquals(List.of("fail key"), ward.examine("box").amiss());
    assertEquals(List.of(), ward.examine("-i", elsewhere.toString(), "box").amiss());
  }

  @Test
  void quietSaysOnlyWhatIsAmiss() throws Exception {
    Clinic.mode(ward.key, "rw-r--r--");
    Result run = ward.command.run("doctor", "-q", "box");
    assertEquals(
        """
        FAIL key-mode                ~/.ssh/id_ed25519 is rw-r--r--, open to others
             -> chmod 600 ~/.ssh/id_ed25519

        broken: this machine (key-mode)
        """,
        run.out());
  }

  @Test
  void theSignsAreThoseThatTheTerminalHas() {
    Result run = ward.command.with("LANG", "C.UTF-8").run("doctor", "box");
    assertTrue(run.out().startsWith("✓ ssh-folder "), run.out());
  }

  @Test
  void whatTheServiceSaysCanNotDriveTheTerminal() {
    ward.deployment.put("status", "\u001b]0;owned\u0007");
    Result run = ward.command.run("doctor", "box");
    assertTrue(run.out().contains("\\x1b]0;owned\\x07"), run.out());
  }

  private static List<String> ids(Report report) {
    return report.findings().stream().map(Line::id).toList();
  }
}
