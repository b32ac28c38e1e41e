package io.github.spheronssh.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever an agent answers, it is keys or an error of the agent. */
final class AgentAnswerFuzzTest {
  @Property(tries = 1000)
  void anyAnswerIsKeysOrAnError(@ForAll byte[] answer) {
    listed(answer);
  }

  @Property(tries = 1000)
  void aListOfRubbishIsKeysOrAnError(@ForAll @Size(max = 60) byte[] rubbish) {
    byte[] answer =
        ByteBuffer.allocate(5 + rubbish.length).put((byte) 12).putInt(1).put(rubbish).array();
    listed(answer);
  }

  @Property(tries = 500)
  void aSignatureOfRubbishIsBytesOrAnError(@ForAll byte[] rubbish) {
    byte[] answer = ByteBuffer.allocate(1 + rubbish.length).put((byte) 14).put(rubbish).array();
    AgentKey key = new AgentKey("ssh-ed25519", new byte[0], "");
    try {
      byte[] signature = agent(answer).sign(key, new byte[0], 0);
      assertTrue(signature.length == rubbish.length - 4);
    } catch (AgentException e) {
      assertTrue(e.getMessage().startsWith("the agent"), e.getMessage());
    }
  }

  private static void listed(byte[] answer) {
    try {
      List<AgentKey> keys = agent(answer).identities();
      keys.forEach(key -> assertTrue(key.publicKey().isEmpty() || !key.type().isEmpty()));
    } catch (AgentException e) {
      assertTrue(e.getMessage().startsWith("the agent"), e.getMessage());
    }
  }

  private static SshAgent agent(byte[] answer) {
    return new SshAgent((message, limit) -> answer, "test");
  }
}
