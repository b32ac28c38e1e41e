package io.github.spheronssh.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that looks around on an instance, and how its answer is read. */
final class SurveyTest {
  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash"})
  @DisabledOnOs(OS.WINDOWS)
  void anyLoginShellHandsItOn(String shell) throws Exception {
    String said = ProgramRun.of(RealPrograms.require(shell), "-c", Survey.command()).succeeded();
    var survey = Survey.parse("the profile says something first\n" + said);

    assertTrue(survey.isThere(), said);
    assertTrue(survey.all("home").contains("there"), said);
    assertEquals(1, survey.all("uid").size(), said);
    assertEquals(2, survey.all("disk").size(), said);
    assertEquals(List.of(""), survey.all("end"), said);
  }

  @Test
  void itIsOneLineWithoutSingleQuotesWithin() {
    String command = Survey.command();
    assertEquals(2, command.chars().filter(c -> c == '\'').count());
    assertFalse(command.contains("\n"));
  }

  @Test
  void whatIsNoneOfItsLinesCountsForNothing() {
    var survey =
        Survey.parse(
            "doctor home there\n doctor home writable\nDOCTOR uid 1\ndoctor UID 1\n"
                + "doctor uid %s\ndoctor%s x\nwelcome\n"
                    .formatted("1".repeat(401), "x".repeat(21)));
    assertEquals(List.of("there"), survey.all("home"));
    assertEquals(List.of(), survey.all("uid"));
    assertFalse(survey.isThere());
  }

  @Test
  void noMoreIsKeptThanThereCanBe() {
    var survey = Survey.parse("doctor gpu-line x\n".repeat(100_000));
    assertEquals(128, survey.all("gpu-line").size());
  }
}
