package io.github.spheronssh.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said over a pipe, with a socket in its place; {@link WindowsPipeTest} has a real one. */
@Timeout(60)
final class PipeTransportTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final byte[] QUESTION = {0, 0, 0, 1, 11};

  private final AtomicInteger tries = new AtomicInteger();
  private ServerSocket agent;

  @BeforeEach
  void listen() throws IOException {
    agent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    agent.close();
  }

  @Test
  void eachMessageWaitsForTheAnswerToTheOneBefore() throws Exception {
    answers(new byte[] {0, 0, 0, 1, 6}, new byte[] {0, 0, 0, 2, 12, 7});

    assertArrayEquals(new byte[] {12, 7}, transport().exchange(List.of(QUESTION, QUESTION), LONG));
  }

  @Test
  void aPipeThatIsBusyIsTriedAgain() throws Exception {
    answers(new byte[] {0, 0, 0, 1, 6});
    var busy =
        new PipeTransport(
            () -> {
              if (tries.incrementAndGet() < 4) {
                throw new FileSystemException("pipe", null, "All pipe instances are busy");
              }
              return opened();
            });

    assertArrayEquals(new byte[] {6}, busy.exchange(List.of(QUESTION), LONG));
  }

  @Test
  void aPipeThatStaysBusyCostsNoMoreThanTheLimit() {
    var busy = new PipeTransport(() -> refused(new FileSystemException("pipe", null, "busy")));

    IOException e = assertThrows(IOException.class, () -> ask(busy, Duration.ofMillis(200)));

    assertEquals("pipe: busy", e.getMessage());
    assertTrue(tries.get() > 1, "it was tried " + tries + " times");
  }

  @Test
  void aPipeThatIsNotThereOrNotOursIsTriedOnce() {
    var gone = new PipeTransport(() -> refused(new NoSuchFileException("pipe")));
    var shut = new PipeTransport(() -> refused(new AccessDeniedException("pipe")));

    IOException none = assertThrows(IOException.class, () -> ask(gone, LONG));
    assertEquals("there is no such pipe", none.getMessage());
    IOException denied = assertThrows(IOException.class, () -> ask(shut, LONG));
    assertEquals("its pipe is not open to this user", denied.getMessage());
    assertEquals(2, tries.get());
  }

  @Test
  void anAgentThatNeverAnswersCostsNoMoreThanTheLimit() {
    IOException e = assertThrows(IOException.class, () -> ask(transport(), Duration.ofMillis(100)));

    assertEquals("no answer in time", e.getMessage());
  }

  @Test
  void anAgentThatClosesIsAnError() {
    answers(new byte[] {0, 0, 0, 9, 6});

    IOException e = assertThrows(IOException.class, () -> ask(transport(), LONG));

    assertEquals("it closed the connection without an answer", e.getMessage());
  }

  @Test
  void anAnswerOfImpossibleLengthIsNotWaitedFor() {
    answers(new byte[] {0, 4, 0, 1});

    IOException e = assertThrows(IOException.class, () -> ask(transport(), LONG));

    assertEquals("its answer claims to have 262145 bytes", e.getMessage());
  }

  private PipeTransport transport() {
    return new PipeTransport(this::opened);
  }

  private AsynchronousSocketChannel opened() throws IOException {
    AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
    await(channel.connect(agent.getLocalSocketAddress()));
    return channel;
  }

  private static void await(java.util.concurrent.Future<?> connected) throws IOException {
    try {
      connected.get();
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new IOException(e);
    }
  }

  private AsynchronousSocketChannel refused(IOException reason) throws IOException {
    tries.incrementAndGet();
    throw reason;
  }

  private static void ask(PipeTransport transport, Duration limit) throws IOException {
    transport.exchange(List.of(QUESTION), limit);
  }

  /** Answers the first caller, each message once it has come whole, and closes. */
  private void answers(byte[]... answers) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket caller = agent.accept();
                  var in = new DataInputStream(caller.getInputStream());
                  OutputStream out = caller.getOutputStream()) {
                for (byte[] answer : answers) {
                  in.skipNBytes(in.readInt());
                  out.write(answer);
                }
              } catch (IOException e) {
                return; // the test ends, or says what it met
              }
            });
  }
}
