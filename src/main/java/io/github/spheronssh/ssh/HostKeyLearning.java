package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.knownhosts.HostKeyUpdate;
import io.github.spheronssh.knownhosts.KnownHosts;
import io.github.spheronssh.ssh.HostKeyHabits.Learning;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Learns the further keys of a host from its list, once it has proved them (OpenSSH's PROTOCOL,
 * 2.5), so that a change of host keys that the host announces goes unnoticed. It never delays the
 * session and never ends it.
 */
final class HostKeyLearning implements RequestHandler<ConnectionService> {
  private static final String LIST = "hostkeys-00@openssh.com";
  private static final String PROVE = "hostkeys-prove-00@openssh.com";

  /** No host has as many keys, nor one as long. */
  private static final int MOST_KEYS = 32;

  private static final int LONGEST_KEY = 8 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HostTrust trust;
  private final String name;
  private final HostKeyCheck hostKey;
  private final Questions questions;
  private final Observer observer;
  private final AtomicBoolean listed = new AtomicBoolean();
  private volatile @Nullable CompletableFuture<?> writing;
  private volatile @Nullable HostKeyUpdate unanswered;

  HostKeyLearning(Target target, HostKeyCheck hostKey, Questions questions, Observer observer) {
    this.trust = target.trust();
    this.name = trust.name(target.host(), target.port());
    this.hostKey = hostKey;
    this.questions = questions;
    this.observer = observer;
  }

  @Override
  public Result process(
      ConnectionService service, String request, boolean wantReply, Buffer message) {
    if (!request.equals(LIST)) {
      return Result.Unsupported;
    }
    if (!listed.getAndSet(true) && isWelcome()) {
      // At once, as ssh does: the proofs are then on their way before a short command ends.
      attempt(() -> compare(service.getSession(), message.getCompactData()));
    }
    return wantReply ? Result.ReplySuccess : Result.Replied;
  }

  private boolean isWelcome() {
    return trust.habits().learning() != Learning.NO
        && questions.keepsHostKeys()
        && hostKey.speaksForOthers();
  }

  private void compare(Session session, byte[] list) throws SpheronSshException, IOException {
    KnownHosts known = KnownHosts.read(trust.own());
    Optional<HostKeyUpdate> update = HostKeyUpdate.of(known, name, read(session, list));
    if (update.isEmpty()) {
      return;
    }
    if (update.get().fresh().isEmpty()) {
      inBackground(() -> settle(update.get()));
    } else {
      askForProof(session, update.get());
    }
  }

  /** The keys of the list that this program could verify a host with. */
  private List<PublicKeyLine> read(Session session, byte[] list) throws SpheronSshException {
    Set<String> algorithms = Set.copyOf(NamedResource.getNameList(session.getSignatureFactories()));
    List<PublicKeyLine> keys = new ArrayList<>();
    try {
      Buffer buffer = new ByteArrayBuffer(list);
      for (int count = 0; buffer.available() > 0; count++) {
        byte[] blob = buffer.getBytes();
        if (count >= MOST_KEYS || blob.length > LONGEST_KEY) {
          throw odd("it is too long to be one");
        }
        Optional<PublicKeyLine> key =
            key(blob).filter(k -> isOffered(k, algorithms) && hostKey.isLongEnough(k));
        if (key.isPresent() && keys.stream().anyMatch(key.get()::sameKeyAs)) {
          throw odd("it names a key twice");
        }
        key.ifPresent(keys::add);
      }
    } catch (RuntimeException e) {
      throw odd("it is cut off");
    }
    if (keys.isEmpty()) {
      throw odd("it names none of a known type");
    }
    return keys;
  }

  private static boolean isOffered(PublicKeyLine key, Set<String> algorithms) {
    return key.type().equals("ssh-rsa")
        ? algorithms.stream().anyMatch(SignatureCheck.RSA::contains)
        : algorithms.contains(key.type());
  }

  private static Optional<PublicKeyLine> key(byte[] blob) {
    try {
      return Optional.of(PublicKeyLine.of(blob, ""));
    } catch (KeyFormatException e) {
      return Optional.empty(); // a certificate, or of a type to come
    }
  }

  private static SshException odd(String reason) {
    return new SshException(Layer.SESSION, "the host's list of its keys: " + reason, null);
  }

  private void askForProof(Session session, HostKeyUpdate update) throws IOException {
    Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
    buffer.putString(PROVE);
    buffer.putBoolean(true);
    update.fresh().forEach(key -> buffer.putBytes(key.blob()));
    session.request(
        buffer,
        PROVE,
        (command, answer) -> {
          if (command == SshConstants.SSH_MSG_REQUEST_SUCCESS) {
            byte[] proofs = answer.getCompactData();
            inBackground(() -> judge(session, update, proofs));
          } else {
            passOver("the host does not prove its further keys");
          }
        });
  }

  private void judge(Session session, HostKeyUpdate update, byte[] proofs)
      throws SpheronSshException {
    try {
      Buffer buffer = new ByteArrayBuffer(proofs);
      for (PublicKeyLine key : update.fresh()) {
        Buffer signed = new ByteArrayBuffer();
        signed.putString(PROVE);
        signed.putBytes(session.getSessionId());
        signed.putBytes(key.blob());
        Optional<String> fault =
            SignatureCheck.fault(
                key, signed.getCompactData(), buffer.getBytes(), AlgorithmKind.PUBLIC_KEY.usual());
        if (fault.isPresent()) {
          passOver("the host has not proved %s: %s".formatted(key.fingerprint(), fault.get()));
          return;
        }
      }
    } catch (RuntimeException e) {
      passOver("the host's proofs are cut off");
      return;
    }
    settle(update);
  }

  private void settle(HostKeyUpdate update) throws SpheronSshException {
    if (trust.habits().learning() == Learning.ASK) {
      unanswered = update;
    } else {
      write(update);
    }
  }

  private void write(HostKeyUpdate update) throws SpheronSshException {
    String comment = "learnt " + LocalDate.now(ZoneOffset.UTC);
    update.write(trust.own(), trust.habits().hashesNames(), comment);
    observer.on(new Event.HostKeysUpdated(update));
  }

  /** Something to do beside the session, which it may fail without consequence. */
  private interface Step {
    void run() throws SpheronSshException, IOException;
  }

  private void inBackground(Step step) {
    var done = new CompletableFuture<Void>();
    writing = done;
    Thread.ofVirtual()
        .name("ssh-learns")
        .start(
            () -> {
              try {
                attempt(step);
              } finally {
                done.complete(null);
              }
            });
  }

  private void attempt(Step step) {
    try {
      step.run();
    } catch (SpheronSshException | IOException | RuntimeException e) {
      passOver(String.valueOf(e.getMessage()));
    }
  }

  private void passOver(String reason) {
    observer.on(new Event.HostKeysPassedOver(reason));
  }

  /** Lets what was begun be done, and asks what was to be asked, now that the session is over. */
  void finish() {
    try {
      CompletableFuture<?> last = writing;
      if (last != null) {
        last.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      }
      HostKeyUpdate update = unanswered;
      if (update != null && questions.learns(update)) {
        write(update);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SpheronSshException | ExecutionException | TimeoutException e) {
      passOver(String.valueOf(e.getMessage()));
    }
  }
}
