package io.github.spheronssh.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** An agent with one security key made in software (OpenSSH's PROTOCOL.u2f), always touched. */
public final class TokenAgent implements AutoCloseable {
  private static final String APPLICATION = "ssh:";
  private static final int TOUCHED = 1;

  private final ServerSocketChannel server;
  private final KeyPair pair;
  private final String type;
  private volatile byte[] held;

  private TokenAgent(ServerSocketChannel server, KeyPair pair, String type) throws IOException {
    this.server = server;
    this.pair = pair;
    this.type = type;
    this.held = blob();
    Thread.ofVirtual().start(this::serve);
  }

  /** Starts an agent with a new key, {@code ed25519} or {@code ecdsa}. */
  public static TokenAgent start(Path socket, String kind)
      throws IOException, GeneralSecurityException {
    boolean edwards = kind.equals("ed25519");
    KeyPairGenerator generator = KeyPairGenerator.getInstance(edwards ? "Ed25519" : "EC");
    if (!edwards) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    }
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    String type = edwards ? "sk-ssh-ed25519@openssh.com" : "sk-ecdsa-sha2-nistp256@openssh.com";
    return new TokenAgent(server, generator.generateKeyPair(), type);
  }

  /** The public key as authorized_keys has it. */
  public String line() throws IOException {
    return type + " " + Base64.getEncoder().encodeToString(blob()) + " token";
  }

  /** Holds a certificate of its key in the key's place. */
  public void hold(String certificateLine) {
    held = Base64.getDecoder().decode(certificateLine.split(" ", 3)[1]);
  }

  private byte[] blob() throws IOException {
    var out = new Wire();
    out.string(type.getBytes(US_ASCII));
    byte[] encoded = pair.getPublic().getEncoded();
    if (pair.getPublic() instanceof ECPublicKey) {
      out.string("nistp256".getBytes(US_ASCII));
      out.string(Arrays.copyOfRange(encoded, encoded.length - 65, encoded.length));
    } else {
      out.string(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }
    out.string(APPLICATION.getBytes(US_ASCII));
    return out.bytes();
  }

  private void serve() {
    while (true) {
      try (SocketChannel client = server.accept()) {
        answer(client);
      } catch (IOException e) {
        if (!server.isOpen()) {
          return; // the test is over; else the caller left
        }
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void answer(SocketChannel client) throws IOException, GeneralSecurityException {
    var in = new DataInputStream(Channels.newInputStream(client));
    while (true) {
      byte[] message = in.readNBytes(in.readInt());
      var answer = new Wire();
      switch (message[0]) {
        case 11 -> {
          answer.data.write(12);
          answer.data.writeInt(1);
          answer.string(held);
          answer.string("token".getBytes(US_ASCII));
        }
        case 13 -> {
          var request =
              new DataInputStream(new java.io.ByteArrayInputStream(message, 1, message.length - 1));
          request.skipNBytes(request.readInt());
          answer.data.write(14);
          answer.string(sign(request.readNBytes(request.readInt())));
        }
        default -> answer.data.write(5);
      }
      var framed = new Wire();
      framed.string(answer.bytes());
      Channels.newOutputStream(client).write(framed.bytes());
    }
  }

  private byte[] sign(byte[] data) throws IOException, GeneralSecurityException {
    int counter = 7;
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    var signed = new Wire();
    signed.data.write(hash.digest(APPLICATION.getBytes(US_ASCII)));
    signed.data.write(TOUCHED);
    signed.data.writeInt(counter);
    signed.data.write(hash.digest(data));
    boolean edwards = type.contains("ed25519");
    Signature signature =
        Signature.getInstance(edwards ? "Ed25519" : "SHA256withECDSAinP1363Format");
    signature.initSign(pair.getPrivate());
    signature.update(signed.bytes());
    byte[] made = signature.sign();
    var answer = new Wire();
    answer.string(type.getBytes(US_ASCII));
    answer.string(edwards ? made : numbers(made));
    answer.data.write(TOUCHED);
    answer.data.writeInt(counter);
    return answer.bytes();
  }

  private static byte[] numbers(byte[] made) throws IOException {
    var numbers = new Wire();
    numbers.string(new BigInteger(1, Arrays.copyOf(made, 32)).toByteArray());
    numbers.string(new BigInteger(1, Arrays.copyOfRange(made, 32, 64)).toByteArray());
    return numbers.bytes();
  }

  private static final class Wire {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream data = new DataOutputStream(bytes);

    void string(byte[] value) throws IOException {
      data.writeInt(value.length);
      data.write(value);
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
