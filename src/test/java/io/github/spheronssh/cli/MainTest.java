package io.github.spheronssh.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class MainTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aFullDiskIsAnErrorThatSaysSo() {
    assertEquals(ExitCode.FAILED, run(failing("No space left on device"), "help", "environment"));
    assertEquals(
        "spheron-ssh: error: could not write the output: No space left on device\n",
        err.toString(UTF_8).replace(System.lineSeparator(), "\n"));
  }

  @Test
  void aReaderThatLeftIsNotWorthAWord() {
    assertEquals(ExitCode.FAILED, run(failing("Broken pipe"), "help", "environment"));
    assertEquals("", err.toString(UTF_8));
  }

  @Test
  void theEnvironmentDecidesOnColourAndTheOptionOverrulesIt() {
    assertFalse(colored(Map.of()));
    assertTrue(colored(Map.of("CLICOLOR_FORCE", "1")));
    assertFalse(colored(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1")));
    assertTrue(colored(Map.of("NO_COLOR", "1"), "--color=always"));
    assertFalse(colored(Map.of("CLICOLOR_FORCE", "1"), "--color=never"));
  }

  @Test
  void onlyWhatWasAskedForIsBuilt() {
    var context = new Context(terminal(OutputStream.nullOutputStream()), environment(Map.of()));

    assertTrue(SpheronSsh.commandLine(context).getSubcommands().containsKey("help"));
    assertEquals(
        SpheronSsh.commandLine(context).getSubcommands().keySet(),
        SpheronSsh.commandLine(context, List.of("help", "keygen")).getSubcommands().keySet());
    assertEquals(
        SpheronSsh.commandLine(context).getSubcommands().keySet(),
        SpheronSsh.commandLine(context, List.of("nonsense")).getSubcommands().keySet());
  }

  private boolean colored(Map<String, String> variables, String... options) {
    var out = new ByteArrayOutputStream();
    var arguments = new java.util.ArrayList<>(List.of(options));
    arguments.add("--help");
    assertEquals(ExitCode.OK, Main.run(arguments, terminal(out), environment(variables)));
    return out.toString(UTF_8).contains("\033[");
  }

  private int run(OutputStream out, String... arguments) {
    return Main.run(List.of(arguments), terminal(out), environment(Map.of()));
  }

  private Terminal terminal(OutputStream out) {
    return new Terminal(InputStream.nullInputStream(), out, err, false, false, null);
  }

  private static Environment environment(Map<String, String> variables) {
    return Environment.of(variables, new Properties());
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(reason);
      }
    };
  }
}
