package io.github.spheronssh.agent;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;

/** An agent behind a Windows named pipe, which opens like a file and knows no time limit. */
record PipeTransport(Path pipe) implements AgentTransport {
  @Override
  public byte[] exchange(byte[] message, Duration limit) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(pipe.toString(), "rw")) {
      file.write(message);
      byte[] answer = new byte[AgentTransport.length(file.readInt())];
      file.readFully(answer);
      return answer;
    }
  }
}
