package io.github.spheronssh.ssh;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.EventNotifier;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** The channel of one command or shell (RFC 4254, 6). */
final class CommandChannel extends AbstractClientChannel implements IdleChannel {
  private static final Duration FOREVER = Duration.ofDays(36_500);

  /** How long a server may take to stop a program that nobody waits for any more. */
  private static final int LEAVING_SECONDS = 1;

  private final Streams streams;
  private final List<ChannelRequest> requests;
  private final Observer observer;
  private final Outlet stdout;
  private final Outlet stderr;
  private final Deque<Consumer<Boolean>> awaited = new ArrayDeque<>();
  private final CompletableFuture<Boolean> granted = new CompletableFuture<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean outBroke;
  private volatile boolean closedByServer;
  private volatile long lastActive = System.nanoTime();
  private volatile @Nullable Duration expired;
  // Set by handlers that the constructor above already registers: without an initializer here.
  private volatile @Nullable ExitStatus status;

  CommandChannel(Streams streams, List<ChannelRequest> requests, Observer observer) {
    super("session");
    this.streams = streams;
    this.requests = List.copyOf(requests);
    this.observer = observer;
    this.stdout = new Outlet("ssh-stdout", streams.out(), drain(true));
    this.stderr = new Outlet("ssh-stderr", streams.err(), drain(false));
  }

  private Outlet.Drain drain(boolean ends) {
    return new Outlet.Drain() {
      @Override
      public void taken(int count) throws IOException {
        if (!isClosing()) {
          getLocalWindow().release(count);
        }
      }

      @Override
      public void broke() {
        if (ends) {
          outBroke = true;
          leave();
        }
      }
    };
  }

  /** Closes the channel, and waits a moment for the server to do so too. */
  private void leave() {
    close(false);
    // Dropbear and TinySSH close only once the program ends, which it may never do.
    CompletableFuture.delayedExecutor(LEAVING_SECONDS, TimeUnit.SECONDS).execute(ended::countDown);
  }

  /** Whether the server granted the last of the requests, the one that runs something. */
  CompletableFuture<Boolean> granted() {
    return granted;
  }

  /** How it ended, where the server told. */
  Optional<ExitStatus> status() {
    return Optional.ofNullable(status);
  }

  /** What the server said when it refused the channel itself. */
  Optional<String> openRefusal() {
    return Optional.ofNullable(openFailureMsg).filter(said -> !said.isBlank());
  }

  /** Whether whoever reads standard output went away. */
  boolean outBroke() {
    return outBroke;
  }

  /** Whether the server closed the channel; else it went with its connection. */
  boolean closedByServer() {
    return closedByServer;
  }

  /** Waits until both sides have closed the channel, or this side has nothing to wait for. */
  void awaitEnd() throws InterruptedException {
    addCloseFutureListener(_ -> ended.countDown());
    ended.await();
  }

  /** Waits until the streams have taken all that the server sent. */
  void finish() throws InterruptedException {
    stdout.finish();
    stderr.finish();
  }

  @Override
  protected void doOpen() throws IOException {
    stdout.start();
    stderr.start();
    for (ChannelRequest request : requests) {
      request(request);
    }
    new Inlet(streams.in(), this).start();
  }

  private void request(ChannelRequest request) throws IOException {
    if (request.wantsReply()) {
      synchronized (awaited) {
        awaited.addLast(success -> answered(request, success));
      }
    }
    Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
    buffer.putUInt(getRecipient());
    buffer.putString(request.type());
    buffer.putBoolean(request.wantsReply());
    buffer.putRawBytes(request.payload());
    writePacket(buffer);
  }

  /** Sends a request on a channel that is open; one that has ended needs none. */
  void sendUnlessEnded(ChannelRequest request) throws IOException {
    if (opened.get() && !isClosing()) {
      request(request);
    }
  }

  /** The channel's numbers and what waits in its windows, for a list of what is open. */
  String description() {
    return "#%d session (r%d nr%d i%d/%d o%d/%d)"
        .formatted(
            getChannelId(),
            getRecipient(),
            requests.size(),
            getLocalWindow().getSize(),
            getLocalWindow().getMaxSize(),
            getRemoteWindow().getSize(),
            getRemoteWindow().getMaxSize());
  }

  /** Waits until the server takes more input, and tells how much of this it takes at once. */
  int awaitRoom(int wanted) throws IOException, InterruptedException {
    long room = getRemoteWindow().waitForSpace(FOREVER);
    int part = (int) Math.min(Math.min(room, getRemoteWindow().getPacketSize()), wanted);
    getRemoteWindow().consume(part);
    return part;
  }

  IoWriteFuture send(byte[] bytes, int offset, int count) throws IOException {
    Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, count + 16);
    buffer.putUInt(getRecipient());
    buffer.putBytes(bytes, offset, count);
    return writePacket(buffer);
  }

  void endOfInput() {
    try {
      if (!isClosing()) {
        sendEof();
      }
    } catch (IOException e) {
      note("the end of stdin could not be told: " + e.getMessage());
    }
  }

  void note(String text) {
    observer.on(new Event.SessionStep(text));
  }

  @Override
  protected long validateIncomingDataSize(int command, long count) throws IOException {
    try {
      return super.validateIncomingDataSize(command, count);
    } catch (StreamCorruptedException e) {
      throw new IOException("the server sends more than it was given room for", e);
    }
  }

  @Override
  public String kind() {
    return "session";
  }

  @Override
  public long lastActive() {
    return lastActive;
  }

  @Override
  public IoWriteFuture writePacket(Buffer buffer) throws IOException {
    lastActive = System.nanoTime();
    return super.writePacket(buffer);
  }

  @Override
  public void expire(Duration idle) {
    expired = idle;
    leave();
  }

  /** How long it had carried nothing when this side closed it for that; absent where it didn't. */
  Optional<Duration> expired() {
    return Optional.ofNullable(expired);
  }

  @Override
  protected void doWriteData(byte[] bytes, int offset, long count) {
    lastActive = System.nanoTime();
    stdout.add(bytes, offset, Math.toIntExact(count));
  }

  @Override
  protected void doWriteExtendedData(byte[] bytes, int offset, long count) {
    lastActive = System.nanoTime();
    stderr.add(bytes, offset, Math.toIntExact(count));
  }

  @Override
  public void handleClose() throws IOException {
    closedByServer = true;
    super.handleClose();
  }

  @Override
  public void handleSuccess() throws IOException {
    answer(true);
  }

  @Override
  public void handleFailure() throws IOException {
    answer(false);
  }

  private void answer(boolean success) throws IOException {
    Consumer<Boolean> reply;
    synchronized (awaited) {
      reply = awaited.pollFirst();
    }
    if (reply == null) {
      throw new IOException("the server answered a request that was not made");
    }
    reply.accept(success);
  }

  private void answered(ChannelRequest request, boolean success) {
    if (request.runs()) {
      granted.complete(success);
    } else if (!success) {
      note("the server refused the request " + request.type());
    }
  }

  @Override
  protected void addChannelSignalRequestHandlers(EventNotifier<String> notifier) {
    addRequestHandler(this::exited);
  }

  private Result exited(Channel channel, String request, boolean wantReply, Buffer buffer) {
    if (closedByServer) {
      return Result.Unsupported; // it had its say
    }
    switch (request) {
      case "exit-status" -> status = new ExitStatus.Exited(buffer.getInt());
      case "exit-signal" -> {
        String signal = buffer.getString();
        boolean coreDumped = buffer.getBoolean();
        status =
            new ExitStatus.Signalled(Brief.of(signal), Brief.of(buffer.getString()), coreDumped);
      }
      default -> {
        return Result.Unsupported;
      }
    }
    return Result.ReplySuccess;
  }
}
