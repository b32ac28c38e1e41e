package io.github.spheronssh.terminal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.terminal.Askpass.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
final class AskpassTest {
  @TempDir Path folder;

  @Test
  void theWordsOfSshDecideWhenItIsUsed() {
    assertEquals(Use.NEVER, use(Map.of()));
    assertEquals(Use.WITHOUT_TERMINAL, use(Map.of("DISPLAY", ":0")));
    assertEquals(Use.WITHOUT_TERMINAL, use(Map.of("WAYLAND_DISPLAY", "wayland-0")));
    assertEquals(Use.ALWAYS, use(Map.of("DISPLAY", ":0", "SSH_ASKPASS_REQUIRE", "prefer")));
    assertEquals(Use.NEVER, use(Map.of("SSH_ASKPASS_REQUIRE", "prefer")));
    assertEquals(Use.ALWAYS, use(Map.of("SSH_ASKPASS_REQUIRE", "FORCE")));
    assertEquals(Use.NEVER, use(Map.of("DISPLAY", ":0", "SSH_ASKPASS_REQUIRE", "never")));
  }

  @Test
  void theQuestionIsItsArgumentAndItsFirstLineTheAnswer() throws Exception {
    Tty askpass = askpass("printf '%s|%s\\nmore\\n' \"$1\" \"$SSH_ASKPASS_PROMPT\"");

    assertEquals("Name: $(id)|", askpass.readLine("Name: $(id)"));
    assertArrayEquals("Pass: |".toCharArray(), askpass.readSecret("Pass: "));
  }

  @Test
  void aCancelledQuestionHasNoAnswer() throws Exception {
    assertNull(askpass("echo no; exit 1").readSecret("Pass: "));
  }

  @Test
  void yesOrNoIsItsStatus() throws Exception {
    String script = "test \"$SSH_ASKPASS_PROMPT\" = confirm && test \"$1\" = 'Sure?'";

    assertEquals(Optional.of(true), askpass(script).confirm("Sure?"));
    assertEquals(Optional.of(false), askpass(script).confirm("Really?"));
  }

  private Tty askpass(String script) throws IOException {
    Path program = folder.resolve("askpass");
    Files.deleteIfExists(program);
    Files.createFile(
        program,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    var variables = new HashMap<>(Map.of("SSH_ASKPASS", program.toString()));
    variables.put("PATH", "/usr/bin:/bin");
    return Askpass.named(Environment.of(variables, new Properties())).orElseThrow();
  }

  private static Use use(Map<String, String> variables) {
    return Askpass.use(Environment.of(variables, new Properties()));
  }
}
