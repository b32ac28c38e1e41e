package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackagedProgram;
import io.github.spheronssh.testing.RealPrograms;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever starts the launcher can end the program through the launcher's own process. */
@EnabledOnOs(OS.LINUX) // whose env(1) undoes what a background job inherits
final class SignalIT {
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void aSignalEndsTheProgramWithItsStatus(String signal, int status, @TempDir Path home)
      throws Exception {
    // A shell's background job ignores INT, and its children inherit that.
    String env = RealPrograms.require("env").toString();
    String launcher = PackagedProgram.built().launcher("spheron-ssh").toString();
    var builder =
        new ProcessBuilder(
            List.of(env, "--default-signal=" + signal, launcher, "sandbox", "--boot", "0"));
    builder.environment().putAll(Map.of("HOME", home.toString()));
    Process program = builder.start();
    try (var out = program.inputReader()) {
      assertNotNull(out.readLine(), "the program runs");

      Process kill =
          new ProcessBuilder(
                  RealPrograms.require("kill").toString(),
                  "-" + signal,
                  Long.toString(program.pid()))
              .start();

      assertEquals(0, kill.waitFor());
      assertTrue(program.waitFor(30, TimeUnit.SECONDS), "the program ends");
      assertEquals(status, program.exitValue());
    } finally {
      program.destroyForcibly().waitFor();
    }
  }
}
