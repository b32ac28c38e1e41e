package io.github.spheronssh.ssh;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.kex.DHGEXClient;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.compression.Compression;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.kex.extension.DefaultClientKexExtensionHandler;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.random.JceRandomFactory;
import org.apache.sshd.common.random.SingletonRandomFactory;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.core.CoreModuleProperties;

/** What one connection offers of the algorithms that are wished for, as MINA takes it. */
final class Handshake {
  private static final String CERTIFICATE = "-cert-v01@openssh.com";

  /** Those that a recorded connection stays secret with, whatever computers come. */
  private static final Pattern POST_QUANTUM = Pattern.compile("(mlkem|sntrup)[0-9].*");

  private final AlgorithmWish wish;
  private final List<String> keyExchanges;
  private final List<String> hostKeys;
  private final Optional<Guess> guess;

  /**
   * The handshake with a host that is known by keys, or by an authority's certificates, of these
   * types.
   *
   * @param expected what the server will name first; where that suits us too it goes first in our
   *     lists, so that the guess is right
   * @throws SshException where none of the host key algorithms can be checked
   */
  Handshake(AlgorithmWish wish, List<String> knownTypes, Optional<Guess> expected)
      throws SshException {
    this.wish = wish;
    List<String> checkable = hostKeys(wish, knownTypes);
    this.guess = expected.filter(each -> suits(each, wish, checkable, knownTypes));
    this.keyExchanges =
        guess
            .map(each -> first(each.keyExchange(), wish.keyExchanges()))
            .orElse(wish.keyExchanges());
    this.hostKeys = guess.map(each -> first(each.hostKey(), checkable)).orElse(checkable);
    if (hostKeys.isEmpty()) {
      throw new SshException(
          Layer.ALGORITHMS,
          "HostKeyAlgorithms asks for certificates only, and no authority is known for the host",
          "-o HostKeyAlgorithms=+ssh-ed25519 takes a plain key as well");
    }
  }

  /**
   * Those that the host is known by go first, as a server with several keys has to show the one
   * that can be checked. A certificate is asked for only where its authority is known.
   */
  private static List<String> hostKeys(AlgorithmWish wish, List<String> knownTypes) {
    List<String> checkable =
        wish.hostKeys().stream()
            .filter(name -> !name.endsWith(CERTIFICATE) || isKnown(name, knownTypes))
            .toList();
    return wish.hostKeysInOrder()
        ? checkable
        : Stream.concat(
                checkable.stream().filter(name -> isKnown(name, knownTypes)),
                checkable.stream().filter(name -> !isKnown(name, knownTypes)))
            .toList();
  }

  /**
   * Whether to begin with the server's first choices: only where the host's key of that kind is
   * known, and nobody asked for another order. A method that isn't post-quantum is not guessed at,
   * lest it stay the first when the server has learnt a better one.
   */
  private static boolean suits(
      Guess guess, AlgorithmWish wish, List<String> checkable, List<String> knownTypes) {
    String method = guess.keyExchange();
    return POST_QUANTUM.matcher(method).matches()
        && wish.keyExchanges().contains(method)
        && (wish.keyExchanges().getFirst().equals(method)
            || wish.keyExchanges().equals(AlgorithmKind.KEY_EXCHANGE.usual()))
        && checkable.contains(guess.hostKey())
        && isKnown(guess.hostKey(), knownTypes)
        && (checkable.getFirst().equals(guess.hostKey()) || !wish.hostKeysInOrder());
  }

  private static List<String> first(String name, List<String> names) {
    return Stream.concat(Stream.of(name), names.stream().filter(other -> !other.equals(name)))
        .toList();
  }

  private static boolean isKnown(String algorithm, List<String> knownTypes) {
    return knownTypes.contains(algorithm) || knownTypes.contains(keyType(algorithm));
  }

  /** The type of the keys or certificates that an algorithm signs with. */
  static String keyType(String algorithm) {
    return algorithm.replaceFirst("^rsa-sha2-(256|512)", "ssh-rsa");
  }

  AlgorithmWish wish() {
    return wish;
  }

  /** What both sides will name first, if the server has not changed. */
  Optional<Guess> guess() {
    return guess;
  }

  /** Gives a client what it offers, and when it exchanges keys again. */
  void equip(SshClient client) {
    client.setRandomFactory(new SingletonRandomFactory(JceRandomFactory.INSTANCE));
    client.setKeyExchangeFactories(made(keyExchanges, Handshake::keyExchange));
    client.setCipherFactories(made(wish.ciphers(), BuiltinCiphers::resolveFactory));
    client.setMacFactories(made(wish.macs(), BuiltinMacs::resolveFactory));
    client.setSignatureFactories(made(hostKeys, BuiltinSignatures::resolveFactory));
    client.setCompressionFactories(compressions(wish.compression()));
    client.setKexExtensionHandler(DefaultClientKexExtensionHandler.INSTANCE);
    CoreModuleProperties.REKEY_BYTES_LIMIT.set(client, wish.rekey().bytes());
    CoreModuleProperties.REKEY_TIME_LIMIT.set(client, wish.rekey().time());
    CoreModuleProperties.REKEY_BLOCKS_LIMIT.set(client, 0L); // MINA works out the cipher's own
  }

  /** zlib after the login alone, so that nobody who may not log in reaches it. */
  static List<NamedFactory<Compression>> compressions(boolean wanted) {
    return wanted
        ? List.of(BuiltinCompressions.delayedZlib, BuiltinCompressions.none)
        : List.of(BuiltinCompressions.none);
  }

  private static KeyExchangeFactory keyExchange(String name) {
    DHFactory factory = Objects.requireNonNull(BuiltinDHFactories.resolveFactory(name), name);
    return factory.isGroupExchange()
        ? DHGEXClient.newFactory(factory)
        : CertifiedExchange.factory(factory);
  }

  private static <T> List<T> made(List<String> names, Function<String, ? extends T> factory) {
    return names.stream()
        .<T>map(name -> Objects.requireNonNull(factory.apply(name), name))
        .toList();
  }
}
