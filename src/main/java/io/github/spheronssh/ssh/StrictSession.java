package io.github.spheronssh.ssh;

import io.github.spheronssh.agent.SessionBinding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.sshd.client.ClientFactoryManager;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.future.KeyExchangeFuture;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.kex.KexState;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/** MINA's session, whose host key we judge, and which tells what it sends and meets. */
final class StrictSession extends ClientSessionImpl {
  private static final int USERAUTH_INFO_RESPONSE = 61;

  private final ExchangeWatch exchanges;
  private final Observer observer;
  private final HostKeyCheck hostKey;
  private final boolean guesses;
  private @Nullable CertifiedExchange guessed;
  private @Nullable Guess ourFirst;
  private volatile @Nullable Guess firstChoices;
  private volatile @Nullable KeyProof proof;
  private Optional<KeyProof> shown = Optional.empty();

  private StrictSession(
      ClientFactoryManager client,
      IoSession wire,
      Observer observer,
      HostKeyCheck hostKey,
      boolean guesses)
      throws Exception {
    this.observer = observer; // first: MINA's own constructor sends already
    this.guesses = guesses;
    this.exchanges = new ExchangeWatch();
    super(client, wire);
    this.hostKey = hostKey;
  }

  /**
   * Makes the session of one connection, which goes on only with a host key that passes.
   *
   * @param guesses whether it begins its first key exchange with what both sides will name first
   */
  static SessionFactory factory(
      ClientFactoryManager client, Observer observer, HostKeyCheck hostKey, boolean guesses) {
    return new SessionFactory(client) {
      @Override
      protected ClientSessionImpl doCreateSession(IoSession wire) throws Exception {
        return new StrictSession(getClient(), wire, observer, hostKey, guesses);
      }
    };
  }

  /** What an agent is told of this session; absent until the host has proved its key. */
  Optional<SessionBinding> binding() {
    KeyProof known = proof;
    return known == null ? Optional.empty() : Optional.of(known.binding(getSessionId()));
  }

  /** Whether both sides keep to OpenSSH's PROTOCOL, 1.10, known once algorithms are agreed on. */
  boolean isStrict() {
    return strictKex;
  }

  /** Whether keys were exchanged, so that an exchange is one more. */
  boolean hasKeys() {
    return initialKexDone;
  }

  /** From here on new key exchanges have to end in time. */
  void limitExchanges(RekeyDeadline deadline) {
    exchanges.limit(deadline);
  }

  /** Exchanges keys where they are due, which MINA looks at only when a packet comes or goes. */
  void rekeyIfDue() {
    try {
      checkRekey();
    } catch (Exception e) {
      exceptionCaught(e);
    }
  }

  /** Begins a new key exchange, unless one is under way. */
  void rekey() throws IOException {
    observer.on(new Event.Rekeying("asked for"));
    reExchangeKeys();
  }

  @Override
  protected @Nullable KeyExchangeFuture checkRekey() throws Exception {
    if (isRekeyRequired()) {
      String cause = cause();
      KeyExchangeFuture begun = requestNewKeysExchange();
      if (begun != null) {
        observer.on(new Event.Rekeying(cause));
        return begun;
      }
    }
    return null;
  }

  private String cause() {
    return isRekeyTimeIntervalExceeded()
        ? "the keys are %s old".formatted(Limits.show(maxRekeyInterval))
        : "%d bytes were sent and %d received with the keys"
            .formatted(outBytesCount.get(), inBytesCount.get());
  }

  @Override
  protected byte[] sendKexInit() throws Exception {
    exchanges.asks();
    byte[] sent = super.sendKexInit();
    if (guesses && !hasKeys()) {
      guess();
    }
    return sent;
  }

  /** What is hashed later is what was sent. */
  @Override
  protected byte[] sendKexInit(Map<KexProposalOption, String> proposal) throws Exception {
    byte[] sent = super.sendKexInit(proposal);
    if (guesses && !hasKeys()) {
      Announcements.announceGuess(sent, sent.length);
      ourFirst =
          Announcements.firstChoices(new ByteArrayBuffer(sent, 1, sent.length - 1)).orElse(null);
    }
    return sent;
  }

  private void guess() throws Exception {
    if (getKeyExchangeFactories().getFirst().createKeyExchange(this)
        instanceof CertifiedExchange exchange) {
      exchange.begin();
      guessed = exchange;
    }
  }

  /** The exchange that was begun on a guess, once that is known to be right; each only once. */
  Optional<CertifiedExchange> begun() {
    Optional<CertifiedExchange> exchange = Optional.ofNullable(guessed);
    guessed = null;
    return exchange;
  }

  /** What the server named first; absent until it was heard. */
  Optional<Guess> firstChoices() {
    return Optional.ofNullable(firstChoices);
  }

  @Override
  protected void doHandleMessage(Buffer message) throws Exception {
    packet(false, message);
    exchanges.met(message.rawByte(message.rpos()) & 0xff);
    super.doHandleMessage(message);
  }

  @Override
  protected Buffer encode(Buffer message) throws IOException {
    if (guesses && !hasKeys() && message.rawByte(message.rpos()) == SshConstants.SSH_MSG_KEXINIT) {
      Announcements.announceGuess(message.array(), message.wpos());
    }
    packet(true, message);
    return super.encode(message);
  }

  private void packet(boolean sent, Buffer message) {
    if (observer.verbosity() < Event.Packet.VERBOSITY) {
      return;
    }
    int number = message.rawByte(message.rpos()) & 0xff;
    boolean login = !isAuthenticated();
    // How long an answer is would tell how long a password is.
    boolean secret =
        sent
            && login
            && (number == SshConstants.SSH_MSG_USERAUTH_REQUEST
                || number == USERAUTH_INFO_RESPONSE);
    observer.on(
        new Event.Packet(
            sent,
            number,
            MessageName.of(number, login),
            secret ? OptionalInt.empty() : OptionalInt.of(message.available())));
  }

  @Override
  protected void handleKexInit(Buffer message) throws Exception {
    if (hasKeys() && getKexState() == KexState.DONE) {
      observer.on(new Event.Rekeying("the server begins"));
    }
    Announcements.guess(message).forEach(observer::on);
    Announcements.firstChoices(message).ifPresent(this::compare);
    super.handleKexInit(message);
  }

  /** A server drops a share that was sent on a wrong guess (RFC 4253, 7); so do we. */
  private void compare(Guess choices) {
    firstChoices = choices;
    if (guessed != null) {
      boolean right = choices.equals(ourFirst);
      observer.on(new Event.Guessed(right));
      if (!right) {
        guessed = null;
      }
    }
  }

  @Override
  protected void handleKexExtension(int command, Buffer message) throws Exception {
    Announcements.extensions(message).forEach(observer::on);
    super.handleKexExtension(command, message);
  }

  @Override
  protected void handleKexMessage(int command, Buffer message) throws Exception {
    shown = KeyProof.peek(getNegotiatedKex(), command, message);
    super.handleKexMessage(command, message);
    if (proof == null) { // the first exchange names the session
      shown.ifPresent(each -> proof = each);
    }
  }

  @Override
  public List<NamedFactory<Signature>> getSignatureFactories() {
    return CertifiedSignature.around(super.getSignatureFactories());
  }

  /** Called once the host has signed the key exchange with the key that it showed. */
  @Override
  protected void checkKeys() throws IOException {
    var place = (InetSocketAddress) getIoSession().getRemoteAddress();
    Optional<InetAddress> address = Optional.ofNullable(place.getAddress()); // none through a proxy
    if (shown.isEmpty() || !hostKey.passes(address, shown.get().hostKey(), getServerKey())) {
      throw new SshException(
          SshConstants.SSH2_DISCONNECT_HOST_KEY_NOT_VERIFIABLE, "the host key is not trusted");
    }
  }

  private String getNegotiatedKex() {
    return String.valueOf(getNegotiatedKexParameter(KexProposalOption.ALGORITHMS));
  }
}
