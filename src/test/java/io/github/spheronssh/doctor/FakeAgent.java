package io.github.spheronssh.doctor;

import io.github.spheronssh.key.KeyGenerator;
import io.github.spheronssh.key.KeyKind;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;

/** An agent that lists keys and signs nothing. */
final class FakeAgent implements AutoCloseable {
  private final ServerSocketChannel listener;

  FakeAgent(Path socket, int keys) throws Exception {
    var body = new ByteArrayOutputStream();
    var out = new DataOutputStream(body);
    out.writeByte(12);
    out.writeInt(keys);
    for (int i = 0; i < keys; i++) {
      byte[] blob = new KeyGenerator().generate(KeyKind.ED25519, 256, false, "").publicKey().blob();
      out.writeInt(blob.length);
      out.write(blob);
      out.writeInt(0);
    }
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(() -> serve(body.toByteArray()));
  }

  private void serve(byte[] answer) {
    while (listener.isOpen()) {
      try (var client = listener.accept()) {
        client.read(ByteBuffer.allocate(1024));
        client.write(
            ByteBuffer.allocate(4 + answer.length).putInt(answer.length).put(answer).flip());
      } catch (IOException e) {
        return; // closed: the test is over
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
