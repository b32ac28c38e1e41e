package io.github.spheronssh.agent;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.SshKeyPair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An agent that signs with keys it never hands out (draft-ietf-sshm-ssh-agent). Each request has a
 * connection of its own, so an agent may be locked, restarted or slow between them.
 */
public final class SshAgent {
  /** Asks for a signature by an RSA key with SHA-256. */
  public static final int RSA_SHA2_256 = 2;

  /** Asks for a signature by an RSA key with SHA-512. */
  public static final int RSA_SHA2_512 = 4;

  private static final String PIPES = "\\\\.\\pipe\\";
  private static final String WINDOWS_PIPE = PIPES + "openssh-ssh-agent";
  private static final int FAILURE = 5;
  private static final int REQUEST_IDENTITIES = 11;
  private static final int IDENTITIES_ANSWER = 12;
  private static final int SUCCESS = 6;
  private static final int SIGN_REQUEST = 13;
  private static final int SIGN_RESPONSE = 14;
  private static final byte ADD_IDENTITY = 17;
  private static final int REMOVE_IDENTITY = 18;
  private static final byte ADD_IDENTITY_CONSTRAINED = 25;

  /** OpenSSH's own limit. */
  private static final int MAXIMUM_KEYS = 2048;

  private final AgentTransport transport;
  private final String place;

  SshAgent(AgentTransport transport, String place) {
    this.transport = transport;
    this.place = place;
  }

  /**
   * The agent of this environment: {@code SSH_AUTH_SOCK}, on Windows else OpenSSH's pipe. That one
   * is named doesn't mean that it answers.
   */
  public static Optional<SshAgent> find(Environment environment) {
    Optional<String> socket = environment.variable("SSH_AUTH_SOCK");
    if (socket.isPresent()) {
      return socket.map(place -> at(Path.of(place), environment));
    }
    return environment.isWindows()
        ? standing(Path.of(WINDOWS_PIPE), environment)
        : Optional.empty();
  }

  /** The agent behind a pipe that may not be there; one that is busy is, and doesn't "exist". */
  static Optional<SshAgent> standing(Path pipe, Environment environment) {
    return Files.notExists(pipe) ? Optional.empty() : Optional.of(at(pipe, environment));
  }

  /**
   * The agent that a value of IdentityAgent or ForwardAgent names (ssh_config(5)): a path, {@code
   * $VARIABLE}, {@code SSH_AUTH_SOCK} or {@code none}.
   *
   * @return absent where it names none, or a variable that is not set
   */
  public static Optional<SshAgent> named(String value, Environment environment)
      throws SpheronSshException {
    if (value.equalsIgnoreCase("none")) {
      return Optional.empty();
    }
    if (value.equals("SSH_AUTH_SOCK")) {
      return find(environment);
    }
    Optional<String> place =
        value.startsWith("$") ? environment.variable(value.substring(1)) : Optional.of(value);
    return place.isEmpty()
        ? Optional.empty()
        : Optional.of(at(environment.resolve(place.get()), environment));
  }

  /** The agent that listens on this socket or pipe. */
  public static SshAgent at(Path place, Environment environment) {
    boolean pipe =
        environment.isWindows()
            && place.toString().regionMatches(true, 0, PIPES, 0, PIPES.length());
    return new SshAgent(
        pipe ? PipeTransport.to(place) : new SocketTransport(place), place.toString());
  }

  /** Where the agent listens. */
  public String place() {
    return place;
  }

  /**
   * The keys it holds, in its own order; none while it is locked.
   *
   * @throws AgentException where it can't be reached within 10 s, or answers nonsense
   */
  public List<AgentKey> identities() throws AgentException {
    AgentAnswer answer =
        ask(
            List.of(new AgentRequest(REQUEST_IDENTITIES).message()),
            "list its keys",
            Duration.ofSeconds(10));
    if (answer.type() == FAILURE) {
      return List.of();
    }
    expect(answer, IDENTITIES_ANSWER);
    int count = answer.number();
    if (count < 0 || count > MAXIMUM_KEYS) {
      throw nonsense("it says that it holds " + Integer.toUnsignedString(count) + " keys");
    }
    List<AgentKey> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] blob = answer.bytes();
      String comment = answer.text();
      keys.add(new AgentKey(new AgentAnswer(blob, place).text(), blob, comment));
    }
    answer.end();
    return List.copyOf(keys);
  }

  /**
   * Gives it a key, in the place of one that is the same. What was sent is wiped.
   *
   * @throws AgentException where it can't be reached within 10 s, or refuses
   */
  public void add(SshKeyPair pair, KeyLimits limits) throws AgentException, KeyFormatException {
    byte[] secret = pair.secret();
    byte[] limited = limits.encoded();
    int length = 1 + secret.length + limited.length;
    byte[] message =
        ByteBuffer.allocate(Integer.BYTES + length)
            .putInt(length)
            .put(limited.length == 0 ? ADD_IDENTITY : ADD_IDENTITY_CONSTRAINED)
            .put(secret)
            .put(limited)
            .array();
    Arrays.fill(secret, (byte) 0);
    try {
      AgentAnswer answer = ask(List.of(message), "take a key", Duration.ofSeconds(10));
      if (answer.type() == FAILURE) {
        throw new AgentException(
            "the agent refused to take " + pair.publicKey().fingerprint(),
            "it may be locked, or know no keys of that kind or with such limits");
      }
      expect(answer, SUCCESS);
    } finally {
      Arrays.fill(message, (byte) 0);
    }
  }

  /**
   * Takes a key away from it.
   *
   * @return whether it had it, and has it no more
   * @throws AgentException where it can't be reached within 10 s
   */
  public boolean remove(PublicKeyLine key) throws AgentException {
    byte[] message = new AgentRequest(REMOVE_IDENTITY).bytes(key.blob()).message();
    AgentAnswer answer = ask(List.of(message), "forget a key", Duration.ofSeconds(10));
    if (answer.type() == FAILURE) {
      return false;
    }
    expect(answer, SUCCESS);
    return true;
  }

  /**
   * Has the data signed; waits as long as the user takes to confirm it.
   *
   * @param flags 0, {@link #RSA_SHA2_256} or {@link #RSA_SHA2_512}
   * @return the signature with its algorithm in front, as RFC 4253, 6.6 has it
   * @throws AgentException where it can't be reached, refuses, or answers nonsense
   */
  public byte[] sign(AgentKey key, byte[] data, int flags) throws AgentException {
    return sign(key, data, flags, Optional.empty());
  }

  /** The same for a session that the agent is told of. */
  public byte[] sign(AgentKey key, byte[] data, int flags, Optional<SessionBinding> binding)
      throws AgentException {
    AgentRequest request =
        new AgentRequest(SIGN_REQUEST).bytes(key.blob()).bytes(data).number(flags);
    List<byte[]> messages = new ArrayList<>();
    binding.ifPresent(bound -> messages.add(bound.message(false)));
    messages.add(request.message());
    AgentAnswer answer = ask(messages, "sign", Duration.ofDays(1));
    if (answer.type() == FAILURE) {
      throw new AgentException(
          "the agent refused to sign with " + key.type() + " " + key.fingerprint(),
          "ssh-add -l shows whether it still has the key; it may be locked, or was not confirmed");
    }
    expect(answer, SIGN_RESPONSE);
    byte[] signature = answer.bytes();
    answer.end();
    return signature;
  }

  /**
   * Connects somebody else to it, such as the other side of a session.
   *
   * @throws IOException where it can't be reached, or is no socket
   */
  public AgentConnection connect(Optional<SessionBinding> binding) throws IOException {
    if (transport instanceof SocketTransport(Path socket)) {
      return AgentConnection.open(socket, binding);
    }
    throw new IOException("the agent at " + place + " is no socket");
  }

  private AgentAnswer ask(List<byte[]> messages, String what, Duration limit)
      throws AgentException {
    try {
      return new AgentAnswer(transport.exchange(messages, limit), place);
    } catch (IOException e) {
      throw new AgentException(
          "the agent at " + place + " could not be asked to " + what + ": " + reason(e),
          "start one with: eval \"$(ssh-agent -s)\", or unset SSH_AUTH_SOCK",
          e);
    }
  }

  private void expect(AgentAnswer answer, int type) throws AgentException {
    if (answer.type() != type) {
      throw nonsense("expected message " + type + ", met " + answer.type());
    }
  }

  private AgentException nonsense(String what) {
    return AgentAnswer.nonsense(place, what);
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
