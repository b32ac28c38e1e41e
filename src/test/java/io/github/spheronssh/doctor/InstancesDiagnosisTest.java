package io.github.spheronssh.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.account.AccountKeys;
import io.github.spheronssh.doctor.Clinic.Line;
import io.github.spheronssh.doctor.Clinic.Report;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.sandbox.SandboxInstance;
import io.github.spheronssh.sandbox.SandboxSettings;
import io.github.spheronssh.testing.CommandRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the doctor says of each instance of the sandbox. */
final class InstancesDiagnosisTest {
  @TempDir static Path home;

  private static Clinic clinic;

  @BeforeAll
  static void open() throws Exception {
    clinic = Clinic.open(home, SandboxSettings.defaults().withBoot(Duration.ofHours(1)));
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"trainer", "bare", "forwarded"})
  void aHealthyInstanceHasNoFindings(String name) throws Exception {
    Report report = clinic.examine(name);
    assertEquals(List.of(), report.amiss());
    assertTrue(report.findings().stream().allMatch(line -> line.result().equals("ok")));
    assertEquals(Doctor.checks().size(), report.findings().size());
  }

  @Test
  void aHealthyInstanceIsFoundSoInTwoSeconds() throws Exception {
    clinic.examine("trainer"); // the first run loads the classes
    Report report = clinic.examine("trainer");
    long took = report.findings().stream().mapToLong(Line::milliseconds).sum();
    assertTrue(took < 2000, took + " ms");
  }

  @ParameterizedTest
  @CsvSource({
    "stranger, opening-key, instance opens with",
    "silent, banner, said nothing",
    "hung, key-exchange, did not answer",
    "failed, status, failed",
    "reclaimed, status, taken back by the provider",
    "stopped, status, stopped",
    "booting, status, still deploying"
  })
  void anInstanceThatIsBrokenIsFoundSoAndNothingElseIs(String name, String id, String words)
      throws Exception {
    Report report = clinic.examine(name);
    assertEquals(List.of("fail " + id), report.amiss());
    assertEquals(id, report.firstFailure());
    assertTrue(report.line(id).evidence().contains(words), report.line(id).evidence());
    assertEquals(id, report.line("session").becauseOf());
  }

  @Test
  void theStrangersKeyIsComparedByBothFingerprints() throws Exception {
    Line line = clinic.examine("stranger").line("opening-key");
    String mine =
        AccountKeys.list(clinic.api(), Optional.empty())
            .keys()
            .getFirst()
            .line()
            .orElseThrow()
            .fingerprint()
            .toString();
    String theirs = Files.readString(instance("stranger").authorizedKeysFile()).strip();
    String other = PublicKeyLine.parse(theirs).fingerprint().toString();
    assertTrue(line.evidence().contains(other), line.evidence());
    assertTrue(line.evidence().contains("you hold " + mine), line.evidence());
    assertEquals("spheron-ssh connect -i FILE stranger", line.remedy());
  }

  @Test
  void theCloudImageWantsAnotherUserAndIsOtherwiseWell() throws Exception {
    Report report = clinic.examine("cloud-image");
    assertEquals(List.of("warn login-user"), report.amiss());
    assertTrue(report.healthy());
    assertEquals("spheron-ssh connect ubuntu@cloud-image", report.line("login-user").remedy());
    assertEquals("ok", report.line("session").result());
  }

  @Test
  void aChangedHostKeyStopsTheLogin() throws Exception {
    String pinned = instance("rekeyed").hostKey().fingerprint().toString();
    clinic.examine("rekeyed"); // its key changes after the first login
    Report report = clinic.examine("rekeyed");
    assertEquals(List.of("fail host-key"), report.amiss());
    Line line = report.line("host-key");
    String met = instance("rekeyed").hostKey().fingerprint().toString();
    assertTrue(line.evidence().contains(pinned) && line.evidence().contains(met), line.evidence());
    assertEquals("spheron-ssh trust rekeyed --fingerprint " + met, line.remedy());
    assertEquals("host-key", report.line("login").becauseOf());
  }

  @Test
  void aNameThatNobodyHasIsNoInstance() throws Exception {
    Report report = clinic.examine("nobody.invalid");
    assertEquals(List.of("fail instance"), report.amiss());
  }

  @Test
  void theTextSaysWhatTheReportSays() {
    Result run = clinic.command.run("doctor", "stranger");
    assertEquals(1, run.status());
    assertTrue(run.out().contains("\nFAIL opening-key "), run.out());
    assertTrue(run.out().contains("\n     -> spheron-ssh connect -i FILE stranger\n"), run.out());
    assertTrue(
        run.out()
            .endsWith(
                """
                skip skipped because of opening-key: login, login-user, session, session-clean, default-key, round-trip, mtu, throughput, shell, home-writable, disk, authorized-keys-mode, gpu-driver, gpu-count

                broken: the login (opening-key)
                """),
        run.out());
  }

  @Test
  void theTextOfAHealthyInstanceIsALineACheckAndTheVerdict() {
    Result run = clinic.command.run("doctor", "trainer");
    assertEquals(0, run.status());
    List<String> lines = run.out().lines().toList();
    assertEquals(Doctor.checks().size() + 2, lines.size());
    assertTrue(lines.getLast().startsWith("trainer is well ("), lines.getLast());
    assertFalse(run.out().contains("->"), run.out());
  }

  @Test
  void nothingIsChangedAndNothingIsKept() throws Exception {
    Path pins = home.resolve(".spheron/known_hosts");
    String before = Files.readString(pins);
    List<Path> files = files();
    Files.writeString(pins, "");
    try {
      Report report = clinic.examine("trainer");
      assertEquals(List.of("warn host-key"), report.amiss());
      assertEquals("ok", report.line("session").result());
      assertEquals("", Files.readString(pins));
      assertEquals(files, files());
    } finally {
      Files.writeString(pins, before);
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.sorted().toList();
    }
  }

  private static SandboxInstance instance(String name) {
    return clinic.sandbox.instance(name).orElseThrow();
  }
}
