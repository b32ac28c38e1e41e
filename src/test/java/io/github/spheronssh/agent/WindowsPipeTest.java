package io.github.spheronssh.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.KeyGenerator;
import io.github.spheronssh.key.KeyKind;
import io.github.spheronssh.key.PublicKeyLine;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Agents behind named pipes, which a script of PowerShell is. */
@EnabledOnOs(OS.WINDOWS)
@Timeout(120)
final class WindowsPipeTest {
  private static final String PIPES = "\\\\.\\pipe\\";

  @TempDir Path folder;

  @Test
  void theKeysOfAnAgentAreListedHoweverItIsNamed() throws Exception {
    PublicKeyLine key = new KeyGenerator().generate(KeyKind.ED25519, 256, false, "").publicKey();
    try (var agent = new ScriptedAgent(Base64.getEncoder().encodeToString(listing(key)))) {
      Environment named = environment(Map.of("SSH_AUTH_SOCK", PIPES + agent.name));
      Environment slashed = environment(Map.of("SSH_AUTH_SOCK", "//./pipe/" + agent.name));
      List<Optional<SshAgent>> all =
          List.of(
              SshAgent.find(named),
              SshAgent.find(slashed),
              SshAgent.named(PIPES + agent.name, environment(Map.of())),
              SshAgent.named("//./PIPE/" + agent.name, environment(Map.of())),
              SshAgent.named("$SSH_AUTH_SOCK", slashed),
              SshAgent.standing(Path.of(PIPES + agent.name), environment(Map.of())));
      for (Optional<SshAgent> each : all) {
        AgentKey listed = each.orElseThrow().identities().getFirst();
        assertEquals("of the pipe", listed.comment());
        assertTrue(listed.publicKey().orElseThrow().sameKeyAs(key));
      }
    }
  }

  @Test
  void whoFindsItBusyWaits() throws Exception {
    PublicKeyLine key = new KeyGenerator().generate(KeyKind.ED25519, 256, false, "").publicKey();
    try (var agent = new ScriptedAgent(Base64.getEncoder().encodeToString(listing(key)));
        var threads = Executors.newFixedThreadPool(8)) {
      SshAgent client = SshAgent.at(Path.of(PIPES + agent.name), environment(Map.of()));
      List<Callable<Integer>> questions = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        questions.add(() -> client.identities().size());
      }
      for (Future<Integer> each : threads.invokeAll(questions)) {
        assertEquals(1, each.get());
      }
    }
  }

  @Test
  void anAgentThatNeverAnswersCostsNoMoreThanTheLimit() throws Exception {
    try (var agent = new ScriptedAgent("none")) {
      PipeTransport transport = PipeTransport.to(Path.of(PIPES + agent.name));
      IOException e =
          assertThrows(
              IOException.class,
              () ->
                  transport.exchange(List.of(new byte[] {0, 0, 0, 1, 11}), Duration.ofMillis(500)));
      assertEquals("no answer in time", e.getMessage());
    }
  }

  @Test
  void aPipeThatIsNotThereIsNoAgent() {
    Path gone = Path.of(PIPES + UUID.randomUUID());
    assertEquals(Optional.empty(), SshAgent.standing(gone, environment(Map.of())));
    AgentException e =
        assertThrows(AgentException.class, SshAgent.at(gone, environment(Map.of()))::identities);
    assertTrue(e.getMessage().contains("there is no such pipe"), e.getMessage());
  }

  /** The answer to who asks for the keys. */
  private static byte[] listing(PublicKeyLine key) throws IOException {
    var answer = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(answer)) {
      byte[] comment = "of the pipe".getBytes(java.nio.charset.StandardCharsets.UTF_8);
      out.writeInt(1 + 4 + 4 + key.blob().length + 4 + comment.length);
      out.writeByte(12);
      out.writeInt(1);
      out.writeInt(key.blob().length);
      out.write(key.blob());
      out.writeInt(comment.length);
      out.write(comment);
    }
    return answer.toByteArray();
  }

  private static Environment environment(Map<String, String> variables) {
    return Environment.of(variables, System.getProperties());
  }

  private final class ScriptedAgent implements AutoCloseable {
    private final String name = "spheron-ssh-" + UUID.randomUUID();
    private final Process process;

    ScriptedAgent(String answer) throws IOException {
      Path script = folder.resolve("agent.ps1");
      try (InputStream text =
          Objects.requireNonNull(WindowsPipeTest.class.getResourceAsStream("/agent/pipe.ps1"))) {
        Files.write(script, text.readAllBytes());
      }
      process =
          new ProcessBuilder(
                  "powershell",
                  "-NoProfile",
                  "-NonInteractive",
                  "-ExecutionPolicy",
                  "Bypass",
                  "-File",
                  script.toString(),
                  "-name",
                  name,
                  "-answer",
                  answer)
              .redirectErrorStream(true)
              .start();
      String said = process.inputReader().readLine();
      assertEquals("listening", said);
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }
}
