package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.Certificate;
import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.ssh.Event.Answer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.sshd.client.auth.UserAuth;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.kex.extension.DefaultClientKexExtensionHandler;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Login by public key (RFC 4252, 7): each key is offered first and signs only where the server
 * would take it, so that a passphrase or a touch is asked for only then.
 */
final class KeyLogin implements UserAuth {
  private static final String NAME = "publickey";

  private final Deque<Identity> identities;
  private final Set<Fingerprint> seen;
  private final AlgorithmWish wish;
  private final Signer.Unlocking unlocking;
  private @Nullable ClientSession session;
  private String service = "";
  private @Nullable Offer offer;

  /** A key that the server was asked about. */
  private record Offer(Signer signer, String algorithm, boolean signed) {}

  private KeyLogin(
      Deque<Identity> identities,
      Set<Fingerprint> seen,
      AlgorithmWish wish,
      Signer.Unlocking unlocking) {
    this.identities = identities;
    this.seen = seen;
    this.wish = wish;
    this.unlocking = unlocking;
  }

  /**
   * Makes the logins of one connection; a server that wants two keys gets the next ones.
   *
   * @param wish the algorithms that may sign, most wanted first (PubkeyAcceptedAlgorithms), and how
   *     long a key has to be (RequiredRSASize)
   */
  static Factory factory(
      List<Identity> identities, AlgorithmWish wish, Signer.Unlocking unlocking) {
    return new Factory(new ArrayDeque<>(identities), new HashSet<>(), wish, unlocking);
  }

  /** Makes logins that share their keys, so that none is tried twice. */
  record Factory(
      Deque<Identity> identities,
      Set<Fingerprint> seen,
      AlgorithmWish wish,
      Signer.Unlocking unlocking)
      implements UserAuthFactory {
    @Override
    public String getName() {
      return NAME;
    }

    @Override
    public UserAuth createUserAuth(ClientSession session) {
      return login();
    }

    private KeyLogin login() {
      return new KeyLogin(identities, seen, wish, unlocking);
    }

    /**
     * Signs with the first key where this host took it before and nobody has to be asked: such a
     * login need not begin with {@code none} (RFC 4252, 5), which saves another round trip.
     *
     * @return what was sent; absent where the login has to begin as usual
     */
    Optional<KeyLogin> signAtOnce(ClientSession session, String service) throws Exception {
      Identity first = identities.peek();
      if (first == null || !Signer.isReadyAndProved(first)) {
        return Optional.empty();
      }
      KeyLogin login = login();
      login.init(session, service);
      return login.signFirst(first) ? Optional.of(login) : Optional.empty();
    }
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public ClientSession getClientSession() {
    return session();
  }

  @Override
  public ClientSession getSession() {
    return session();
  }

  @Override
  public void init(ClientSession newSession, String newService) {
    session = newSession;
    service = newService;
  }

  @Override
  public boolean process(@Nullable Buffer message) throws Exception {
    return message == null ? offerNext() : answered(message);
  }

  private boolean offerNext() throws Exception {
    offer = null;
    while (!identities.isEmpty()) {
      Identity identity = identities.remove();
      Optional<Offer> next = offer(identity);
      if (next.isEmpty()) {
        continue;
      }
      String algorithm = next.get().algorithm();
      if (Signer.isReadyAndProved(identity)) {
        return signUnasked(next.get()) || offerNext();
      }
      offer = next.get();
      tell(identity, algorithm, Answer.OFFERED, "");
      session().writePacket(request(SshConstants.SSH_MSG_USERAUTH_REQUEST, offer));
      return true;
    }
    return false;
  }

  private boolean signFirst(Identity first) throws Exception {
    Optional<Offer> only = offer(first);
    identities.remove(first);
    return only.isPresent() && signUnasked(only.get());
  }

  /** What a key would be offered with; absent where it can't be, or was offered before. */
  private Optional<Offer> offer(Identity identity) throws SpheronSshException {
    Optional<Signer> signer = Signer.of(identity, unlocking);
    if (signer.isEmpty() || !seen.add(Fingerprint.sha256(signer.get().blob()))) {
      return Optional.empty();
    }
    String type = signer.get().type();
    Optional<String> shortness = shortness(signer.get());
    if (shortness.isPresent()) {
      tell(identity, type, Answer.UNUSABLE, shortness.get());
      return Optional.empty();
    }
    Optional<String> algorithm = algorithm(type);
    if (algorithm.isEmpty()) {
      tell(identity, type, Answer.UNUSABLE, whyNot(type));
    }
    return algorithm.map(name -> new Offer(signer.get(), name, false));
  }

  private boolean answered(Buffer message) throws Exception {
    int command = message.getUByte();
    Offer asked = offer;
    if (command != SshConstants.SSH_MSG_USERAUTH_PK_OK || asked == null || asked.signed()) {
      throw new SshException(
          Layer.LOGIN, "the server answered a key with message " + command, null);
    }
    message.getString();
    if (!Arrays.equals(message.getBytes(), asked.signer().blob())) {
      throw new SshException(
          Layer.LOGIN, "the server would take another key than the one that was offered", null);
    }
    Identity identity = asked.signer().identity();
    tell(identity, asked.algorithm(), Answer.WELCOME, "");
    return sign(asked.signer(), asked.algorithm()) || offerNext();
  }

  /** A key that this host took before need not be asked about, which saves a round trip. */
  private boolean signUnasked(Offer proved) throws Exception {
    boolean signed = sign(proved.signer(), proved.algorithm());
    if (signed) {
      tell(proved.signer().identity(), proved.algorithm(), Answer.SIGNED, "");
    }
    return signed;
  }

  private boolean sign(Signer signer, String algorithm) throws Exception {
    Offer signing = new Offer(signer, algorithm, true);
    Buffer request = request(SshConstants.SSH_MSG_USERAUTH_REQUEST, signing);
    Optional<byte[]> signature = signer.sign(session(), algorithm, signedData(request));
    if (signature.isEmpty()) {
      seen.remove(Fingerprint.sha256(signer.blob())); // another may hold the same key and sign
      return false;
    }
    request.putBytes(signature.get());
    offer = signing;
    session().writePacket(request);
    return true;
  }

  /** What is signed: the session's identifier, then the request itself (RFC 4252, 7). */
  private byte[] signedData(Buffer request) {
    byte[] id = session().getSessionId();
    Buffer data = new ByteArrayBuffer(id.length + request.available() + Integer.BYTES, false);
    data.putBytes(id);
    data.putRawBytes(request.array(), request.rpos(), request.available());
    return data.getCompactData();
  }

  private Buffer request(byte command, Offer made) {
    byte[] blob = made.signer().blob();
    Buffer buffer = session().createBuffer(command, blob.length + 1024);
    buffer.putString(session().getUsername());
    buffer.putString(service);
    buffer.putString(NAME);
    buffer.putBoolean(made.signed());
    buffer.putString(made.algorithm());
    buffer.putBytes(blob);
    return buffer;
  }

  /** The first accepted algorithm for a type of key; only RSA has a choice (RFC 8332). */
  private Optional<String> algorithm(String type) {
    Set<String> taken = session().getAttribute(DefaultClientKexExtensionHandler.SERVER_ALGORITHMS);
    return acceptedFor(type)
        .filter(
            name -> !isRsa(type) || taken == null || taken.contains(Certificate.plainType(name)))
        .findFirst();
  }

  /** Why a key is too short to be offered; absent where it isn't. */
  private Optional<String> shortness(Signer signer) throws KeyFormatException {
    byte[] blob = signer.blob();
    PublicKeyLine key =
        Certificate.isTypeOfOne(signer.type())
            ? Certificate.of(blob).key()
            : PublicKeyLine.of(blob, "");
    return isRsa(key.type()) && key.bits() < wish.leastRsaBits()
        ? Optional.of(
            "it has %d bits, and RequiredRSASize is %d".formatted(key.bits(), wish.leastRsaBits()))
        : Optional.empty();
  }

  private Stream<String> acceptedFor(String type) {
    return wish.publicKeys().stream().filter(name -> Handshake.keyType(name).equals(type));
  }

  private static boolean isRsa(String type) {
    return Certificate.plainType(type).equals("ssh-rsa");
  }

  private String whyNot(String type) {
    return acceptedFor(type).findAny().isEmpty()
        ? "PubkeyAcceptedAlgorithms leaves it out"
        : "the server takes no SHA-2 with RSA";
  }

  @Override
  public void signalAuthMethodFailure(
      ClientSession failed, String name, boolean partial, List<String> methods, Buffer message) {
    refused(partial);
  }

  /**
   * Tells what became of the last key; where it was the first of two that are wanted, it counts.
   */
  void refused(boolean partial) {
    Offer refused = offer;
    if (refused != null) {
      Answer answer =
          partial ? Answer.TAKEN : refused.signed() ? Answer.SIGNATURE_REFUSED : Answer.REFUSED;
      tell(refused.signer().identity(), refused.algorithm(), answer, "");
    }
  }

  @Override
  public void destroy() {
    offer = null;
  }

  private void tell(Identity identity, String algorithm, Answer answer, String detail) {
    unlocking.observer().on(new Event.KeyTried(identity, algorithm, answer, detail));
  }

  private ClientSession session() {
    return java.util.Objects.requireNonNull(session);
  }
}
