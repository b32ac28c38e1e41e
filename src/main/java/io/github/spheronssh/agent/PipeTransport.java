package io.github.spheronssh.agent;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An agent behind a Windows named pipe, which opens like a file and knows no time limit. */
record PipeTransport(Path pipe) implements AgentTransport {
  @Override
  public byte[] exchange(List<byte[]> messages, Duration limit) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(pipe.toString(), "rw")) {
      byte[] answer = {};
      for (byte[] message : messages) {
        file.write(message);
        answer = new byte[AgentTransport.length(file.readInt())];
        file.readFully(answer);
      }
      return answer;
    }
  }
}
