package io.github.spheronssh.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.doctor.Clinic.Report;
import io.github.spheronssh.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void aHealthyInstanceHasNoFindings() throws Exception {
    Report report = clinic.examine("trainer");
    assertEquals(List.of(), report.amiss());
    assertTrue(report.findings().stream().allMatch(line -> line.result().equals("ok")));
  }

  @Test
  void theStrangerOpensWithAnotherKey() throws Exception {
    Report report = clinic.examine("stranger");
    assertEquals(List.of("fail opening-key"), report.amiss());
  }
}
