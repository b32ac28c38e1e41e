package io.github.spheronssh.agent;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousByteChannel;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An agent behind a Windows named pipe, which opens like a file and may be busy with another. */
record PipeTransport(Opening opening) implements AgentTransport {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
  private static final Duration LONGEST_BUSY = Duration.ofSeconds(10);

  /** Opens the pipe, of which each opening is a conversation of its own. */
  interface Opening {
    AsynchronousByteChannel open() throws IOException;
  }

  /** The transport to a pipe of this name. */
  static PipeTransport to(Path pipe) {
    return new PipeTransport(
        () ->
            new Pipe(
                AsynchronousFileChannel.open(
                    pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)));
  }

  @Override
  public byte[] exchange(List<byte[]> messages, Duration limit) throws IOException {
    long start = System.nanoTime();
    long deadline = start + limit.toNanos();
    long patience = Math.min(limit.toNanos(), LONGEST_BUSY.toNanos());
    try (AsynchronousByteChannel channel = open(start + patience)) {
      byte[] answer = {};
      for (byte[] message : messages) {
        ByteBuffer unsent = ByteBuffer.wrap(message);
        while (unsent.hasRemaining()) {
          await(channel.write(unsent), deadline);
        }
        int length = AgentTransport.length(ByteBuffer.wrap(fill(channel, 4, deadline)).getInt());
        answer = fill(channel, length, deadline);
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Of the ways in which opening fails, "all instances are busy" has no exception of its own. */
  private AsynchronousByteChannel open(long deadline) throws IOException, InterruptedException {
    while (true) {
      try {
        return opening.open();
      } catch (NoSuchFileException e) {
        throw new IOException("there is no such pipe", e);
      } catch (AccessDeniedException e) {
        throw new IOException("its pipe is not open to this user", e);
      } catch (FileSystemException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        Thread.sleep(BETWEEN_TRIES);
      }
    }
  }

  private static byte[] fill(AsynchronousByteChannel channel, int size, long deadline)
      throws IOException, InterruptedException {
    byte[] bytes = new byte[size];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      if (await(channel.read(buffer), deadline) < 0) {
        throw new EOFException("it closed the connection without an answer");
      }
    }
    return bytes;
  }

  private static int await(Future<Integer> count, long deadline)
      throws IOException, InterruptedException {
    try {
      return count.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no answer in time", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
  }
}
