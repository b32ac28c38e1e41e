package io.github.spheronssh.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealAgent;
import io.github.spheronssh.testing.RealPrograms;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent's client, against OpenSSH's own agent and against what is none. */
@Timeout(60)
final class SshAgentTest {
  private static final byte[] DATA = "to be signed".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void theKeysAreListedWithTheirComments() throws Exception {
    try (RealAgent real = RealAgent.start(folder)) {
      Path file = makeKey(real, "ed25519");
      List<AgentKey> keys = SshAgent.find(real.environment()).orElseThrow().identities();
      PublicKeyLine line = PublicKeyLine.parse(Files.readString(Path.of(file + ".pub")));
      assertEquals(1, keys.size());
      assertEquals("of ed25519", keys.getFirst().comment());
      assertEquals("ssh-ed25519", keys.getFirst().type());
      assertTrue(keys.getFirst().publicKey().orElseThrow().sameKeyAs(line));
    }
  }

  @Test
  void anEmptyAgentHasNoKeys() throws Exception {
    try (RealAgent real = RealAgent.start(folder)) {
      SshAgent agent = SshAgent.find(real.environment()).orElseThrow();
      assertEquals(List.of(), agent.identities());
    }
  }

  @Test
  void aSignatureIsGoodForTheKey() throws Exception {
    try (RealAgent real = RealAgent.start(folder)) {
      makeKey(real, "rsa");
      SshAgent agent = SshAgent.find(real.environment()).orElseThrow();
      AgentKey key = agent.identities().getFirst();
      ByteBuffer signed = ByteBuffer.wrap(agent.sign(key, DATA, SshAgent.RSA_SHA2_256));
      assertEquals("rsa-sha2-256", new String(string(signed), StandardCharsets.UTF_8));
      Signature verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(key.publicKey().orElseThrow().publicKey());
      verifier.update(DATA);
      assertTrue(verifier.verify(string(signed)));
    }
  }

  @Test
  void aKeyThatTheAgentLostIsRefusedByName() throws Exception {
    try (RealAgent real = RealAgent.start(folder)) {
      makeKey(real, "ed25519");
      SshAgent agent = SshAgent.find(real.environment()).orElseThrow();
      AgentKey key = agent.identities().getFirst();
      real.sshAdd("-D").succeeded();
      AgentException refused = assertThrows(AgentException.class, () -> agent.sign(key, DATA, 0));
      assertTrue(refused.getMessage().contains(key.fingerprint().toString()));
    }
  }

  @ParameterizedTest
  @CsvSource({"ed25519, 256", "ecdsa, 256", "ecdsa, 521", "rsa, 3072"})
  void aKeyThatIsAddedSignsAsTheFileWould(String kind, int bits) throws Exception {
    try (RealAgent real = RealAgent.start(folder)) {
      Path file = file(kind, bits);
      SshAgent agent = SshAgent.find(real.environment()).orElseThrow();
      agent.add(PrivateKeyFile.read(file).unlock(), KeyLimits.NONE);
      agent.add(PrivateKeyFile.read(file).unlock(), KeyLimits.NONE);
      String listed = real.sshAdd("-l").succeeded();
      assertTrue(listed.matches(bits + " SHA256:\\S+ of " + kind + " \\S+\n"), listed);
      real.sshAdd("-T", file + ".pub").succeeded(); // has the agent sign, and checks it
    }
  }

  @Test
  void aKeyWithALifetimeIsForgottenAfterIt() throws Exception {
    try (RealAgent real = RealAgent.start(folder)) {
      SshAgent agent = SshAgent.find(real.environment()).orElseThrow();
      agent.add(
          PrivateKeyFile.read(file("ed25519", 256)).unlock(),
          new KeyLimits(Optional.of(Duration.ofSeconds(1)), false));
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (!agent.identities().isEmpty()) {
        assertTrue(System.nanoTime() < deadline, "the agent still has the key");
      }
    }
  }

  @Test
  void aKeyThatIsToBeConfirmedSignsForNobodyWhoCanNotBeAsked() throws Exception {
    try (RealAgent real = RealAgent.start(folder)) {
      SshAgent agent = SshAgent.find(real.environment()).orElseThrow();
      agent.add(
          PrivateKeyFile.read(file("ed25519", 256)).unlock(),
          new KeyLimits(Optional.of(Duration.ofHours(1)), true));
      AgentKey key = agent.identities().getFirst();
      assertThrows(AgentException.class, () -> agent.sign(key, DATA, 0));
    }
  }

  @Test
  void aLockedAgentTakesNoKey() throws Exception {
    try (RealAgent real = RealAgent.start(folder)) {
      SshAgent agent = SshAgent.find(real.environment()).orElseThrow();
      AgentAnswer locked =
          new AgentAnswer(
              new SocketTransport(real.socket())
                  .exchange(
                      List.of(new AgentRequest(22).bytes(DATA).message()), Duration.ofSeconds(10)),
              "");
      assertEquals(6, locked.type());
      SshKeyPair pair = PrivateKeyFile.read(file("ed25519", 256)).unlock();
      AgentException e = assertThrows(AgentException.class, () -> agent.add(pair, KeyLimits.NONE));
      assertTrue(e.getMessage().contains("refused to take SHA256:"), e.getMessage());
    }
  }

  @Test
  void noAgentIsNamedWhereTheEnvironmentNamesNone() {
    assertEquals(Optional.empty(), SshAgent.find(Environment.of(Map.of(), new Properties())));
  }

  @Test
  void aSocketThatIsNotThereIsNamed() {
    SshAgent agent = agentAt(folder.resolve("gone"));
    AgentException e = assertThrows(AgentException.class, agent::identities);
    assertTrue(e.getMessage().contains(folder.resolve("gone").toString()), e.getMessage());
  }

  @Test
  void aPathTooLongForASocketIsAnError() {
    assertThrows(AgentException.class, agentAt(folder.resolve("x".repeat(200)))::identities);
  }

  @Test
  void anAgentThatClosesIsAnError() throws Exception {
    AgentException e = assertThrows(AgentException.class, () -> answered(new byte[0]));
    assertTrue(e.getMessage().contains("closed the connection"), e.getMessage());
  }

  @Test
  void anAnswerOfImpossibleLengthIsNotWaitedFor() throws Exception {
    byte[] header = ByteBuffer.allocate(4).putInt(-1).array();
    AgentException e = assertThrows(AgentException.class, () -> answered(header));
    assertTrue(e.getMessage().contains("4294967295"), e.getMessage());
  }

  @Test
  void anAgentThatNeverAnswersCostsNoMoreThanItsLimit() throws Exception {
    Path socket = folder.resolve("silent");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      AgentTransport transport = new SocketTransport(socket);
      IOException e =
          assertThrows(
              IOException.class,
              () -> transport.exchange(List.of(new byte[5]), Duration.ofMillis(100)));
      assertEquals("no answer in time", e.getMessage());
    }
  }

  /** What the client makes of an agent that answers this and closes. */
  private List<AgentKey> answered(byte[] answer) throws Exception {
    Path socket = folder.resolve("odd");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Thread.ofVirtual()
          .start(
              () -> {
                try (SocketChannel client = server.accept()) {
                  client.read(ByteBuffer.allocate(5));
                  client.write(ByteBuffer.wrap(answer));
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      return agentAt(socket).identities();
    }
  }

  private Path file(String kind, int bits) throws Exception {
    Path file = folder.resolve("id_" + kind);
    Path keygen = RealPrograms.require("ssh-keygen");
    ProgramRun.of(keygen, "-q", "-t", kind, "-b", bits, "-N", "", "-C", "of " + kind, "-f", file)
        .succeeded();
    return file;
  }

  private Path makeKey(RealAgent real, String kind) throws Exception {
    Path file = folder.resolve("id_" + kind);
    Path keygen = RealPrograms.require("ssh-keygen");
    ProgramRun.of(keygen, "-q", "-t", kind, "-N", "", "-C", "of " + kind, "-f", file).succeeded();
    real.sshAdd("-q", file).succeeded();
    return file;
  }

  private static SshAgent agentAt(Path socket) {
    return SshAgent.at(socket, Environment.of(Map.of(), new Properties()));
  }

  private static byte[] string(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.getInt()];
    buffer.get(bytes);
    return bytes;
  }
}
