package io.github.spheronssh.ssh;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.apache.sshd.client.kex.DHGClient;
import org.apache.sshd.client.kex.DHGEXClient;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;

/**
 * The algorithms that are offered, most wanted first. None of them rests on SHA-1, CBC, DSA or RSA
 * below 2048 bits, and none of them leaves packets unprotected.
 */
final class Handshake {
  private Handshake() {}

  /** Post-quantum hybrids, then elliptic curves, then large prime fields. */
  static List<KeyExchangeFactory> keyExchanges() {
    return Stream.of(
            BuiltinDHFactories.mlkem768x25519,
            BuiltinDHFactories.sntrup761x25519,
            BuiltinDHFactories.sntrup761x25519_openssh,
            BuiltinDHFactories.curve25519,
            BuiltinDHFactories.curve25519_libssh,
            BuiltinDHFactories.ecdhp256,
            BuiltinDHFactories.ecdhp384,
            BuiltinDHFactories.ecdhp521,
            BuiltinDHFactories.dhg16_512,
            BuiltinDHFactories.dhg18_512,
            BuiltinDHFactories.dhgex256)
        .map(
            each ->
                each.isGroupExchange() ? DHGEXClient.newFactory(each) : DHGClient.newFactory(each))
        .toList();
  }

  /** AES in GCM first: the JVM has the CPU do it, while ChaCha20 is plain Java. */
  static List<NamedFactory<Cipher>> ciphers() {
    return List.of(
        BuiltinCiphers.aes128gcm,
        BuiltinCiphers.aes256gcm,
        BuiltinCiphers.cc20p1305_openssh,
        BuiltinCiphers.aes128ctr,
        BuiltinCiphers.aes192ctr,
        BuiltinCiphers.aes256ctr);
  }

  /** Only those that authenticate what was encrypted. */
  static List<NamedFactory<Mac>> macs() {
    return List.of(BuiltinMacs.hmacsha256etm, BuiltinMacs.hmacsha512etm);
  }

  /**
   * Host key algorithms, those of key types that are known for the host first: a server with
   * several keys has to show the one that can be checked.
   */
  static List<NamedFactory<Signature>> hostKeys(List<String> knownTypes) {
    List<BuiltinSignatures> all =
        List.of(
            BuiltinSignatures.ed25519,
            BuiltinSignatures.nistp256,
            BuiltinSignatures.nistp384,
            BuiltinSignatures.nistp521,
            BuiltinSignatures.rsaSHA512,
            BuiltinSignatures.rsaSHA256);
    SequencedSet<BuiltinSignatures> ordered = new LinkedHashSet<>();
    for (String type : knownTypes) {
      all.stream().filter(each -> keyType(each).equals(type)).forEach(ordered::add);
    }
    ordered.addAll(all);
    return new ArrayList<>(ordered);
  }

  private static String keyType(BuiltinSignatures algorithm) {
    return switch (algorithm) {
      case rsaSHA512, rsaSHA256 -> "ssh-rsa";
      default -> algorithm.getName();
    };
  }
}
