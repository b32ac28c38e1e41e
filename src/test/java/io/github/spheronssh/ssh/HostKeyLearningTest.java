package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.key.KeyGenerator;
import io.github.spheronssh.key.KeyKind;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.SshKeyPair;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that lists whatever it likes as its keys; a session never ends for that. */
@Timeout(60)
final class HostKeyLearningTest {
  @TempDir Path folder;
  private final Trace trace = new Trace();
  private SshKeyPair host;
  private SshKeyPair further;
  private Identity.KeyFile identity;
  private Path pins;

  /** How the server answers when it has to prove keys. */
  private interface Proof {
    byte[] of(Session session, byte[] blob) throws Exception;
  }

  @BeforeEach
  void start() throws Exception {
    host = new KeyGenerator().generate(KeyKind.ED25519, 256, false, "");
    further = new KeyGenerator().generate(KeyKind.ED25519, 256, false, "");
    identity = new Keys(folder).ed25519("id");
    pins = folder.resolve("pins");
    Files.writeString(pins, pin());
  }

  @Test
  void aProvedKeyIsLearnt() throws Exception {
    list(keys(host, further), HostKeyLearningTest.this::prove);
    assertEquals(2, Files.readAllLines(pins).size(), passedOver().toString());
    assertEquals(1, trace.all(Event.HostKeysUpdated.class).size());
  }

  @Test
  void aKeyThatIsNotProvedIsNot() throws Exception {
    list(keys(host, further), (_, _) -> new byte[] {1, 2, 3});
    assertTrue(passedOver().getFirst().contains("has not proved"), passedOver().toString());
    list(keys(host, further), (_, _) -> prove(new byte[32], further.publicKey().blob()));
    assertTrue(passedOver().getLast().contains("its signature is wrong"), passedOver().toString());
    list(keys(host, further), (_, _) -> new byte[0]);
    assertEquals(3, passedOver().size(), passedOver().toString());
    assertEquals(pin(), Files.readString(pins));
  }

  @Test
  void aListThatIsNoneIsPassedOver() throws Exception {
    Buffer many = new ByteArrayBuffer();
    for (int i = 0; i < 10_000; i++) {
      many.putBytes(new byte[] {1});
    }
    list(many.getCompactData(), this::prove);
    Buffer large = new ByteArrayBuffer();
    large.putBytes(host.publicKey().blob());
    large.putBytes(new byte[100_000]);
    list(large.getCompactData(), this::prove);
    list(keys(host, further, further), this::prove);
    list(new byte[] {0, 0, 1, 0, 5}, this::prove);
    list(new byte[0], this::prove);
    List<String> reasons = passedOver();
    assertEquals(5, reasons.size(), reasons.toString());
    assertTrue(reasons.get(0).contains("too long") && reasons.get(1).contains("too long"));
    assertTrue(reasons.get(2).contains("names a key twice"), reasons.toString());
    assertTrue(reasons.get(3).contains("cut off"), reasons.toString());
    assertTrue(reasons.get(4).contains("names none"), reasons.toString());
    assertEquals(pin(), Files.readString(pins));
  }

  private byte[] prove(Session session, byte[] blob) throws Exception {
    return prove(session.getSessionId(), blob);
  }

  private byte[] prove(byte[] sessionId, byte[] blob) throws Exception {
    Buffer data = new ByteArrayBuffer();
    data.putString("hostkeys-prove-00@openssh.com");
    data.putBytes(sessionId);
    data.putBytes(blob);
    var signature = org.apache.sshd.common.signature.BuiltinSignatures.ed25519.create();
    signature.initSigner(null, further.keyPair().getPrivate());
    signature.update(null, data.getCompactData());
    Buffer proof = new ByteArrayBuffer();
    proof.putString("ssh-ed25519");
    proof.putBytes(signature.sign(null));
    return proof.getCompactData();
  }

  /** Runs a command on a server that lists its keys before the command ends. */
  private void list(byte[] list, Proof proof) throws Exception {
    try (SshServer server = SshServer.setUpDefaultServer()) {
      server.setHost("127.0.0.1");
      server.setKeyPairProvider((KeyPairProvider) _ -> List.of(host.keyPair()));
      server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
      server.setPublickeyAuthenticator((_, _, _) -> true);
      server.setGlobalRequestHandlers(List.of(new Prover(proof)));
      server.setCommandFactory((channel, line) -> new Lister(line, list));
      server.start();
      HostTrust trust = HostTrust.ofInstance("alias", pins, HostTrust.Policy.STRICT);
      var target = new Target("127.0.0.1", server.getPort(), "u", trust, List.of(identity));
      var streams =
          new Streams(
              InputStream.nullInputStream(),
              new ByteArrayOutputStream(),
              new ByteArrayOutputStream());
      try (SshSession session =
          new SshConnector(trace).connect(target, ConnectSettings.defaults(), new Answers())) {
        assertEquals(0, session.exec("list", streams).code());
      }
    }
  }

  private static byte[] keys(SshKeyPair... pairs) {
    Buffer list = new ByteArrayBuffer();
    for (SshKeyPair pair : pairs) {
      list.putBytes(pair.publicKey().blob());
    }
    return list.getCompactData();
  }

  private String pin() {
    PublicKeyLine key = host.publicKey();
    return "alias " + key + "\n";
  }

  private List<String> passedOver() {
    return trace.all(Event.HostKeysPassedOver.class).stream()
        .map(Event.HostKeysPassedOver::reason)
        .toList();
  }

  /** Sends the list, waits for an answer to a question of its own, and ends. */
  private static final class Lister extends AbstractCommandSupport {
    private final byte[] list;

    Lister(String line, byte[] list) {
      super(line, null);
      this.list = list;
    }

    @Override
    public void run() {
      try {
        Session session = getServerSession();
        Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
        buffer.putString("hostkeys-00@openssh.com");
        buffer.putBoolean(false);
        buffer.putRawBytes(list);
        session.writePacket(buffer).verify();
        // Once this is answered, the client has gone through the list and has sent its question.
        Buffer last = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
        last.putString("last@test");
        last.putBoolean(true);
        session.request("last@test", last, java.time.Duration.ofSeconds(30));
        onExit(0);
      } catch (Exception e) {
        onExit(1, String.valueOf(e.getMessage()));
      }
    }
  }

  private record Prover(Proof proof) implements RequestHandler<ConnectionService> {
    @Override
    public Result process(
        ConnectionService service, String request, boolean wantReply, Buffer message)
        throws Exception {
      if (!request.equals("hostkeys-prove-00@openssh.com")) {
        return Result.Unsupported;
      }
      Session session = service.getSession();
      Buffer answer = session.createBuffer(SshConstants.SSH_MSG_REQUEST_SUCCESS);
      while (message.available() > 0) {
        answer.putBytes(proof.of(session, message.getBytes()));
      }
      session.writePacket(answer);
      return Result.Replied;
    }
  }
}
