package io.github.spheronssh.cli;

import io.github.spheronssh.config.ConfigException;
import io.github.spheronssh.key.Certificate;
import io.github.spheronssh.ssh.AlgorithmKind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Answers {@code -Q}: what this program can do, by the kinds that ssh(1) lists. */
final class AlgorithmQuery {
  private static final List<String> KINDS =
      List.of(
          "cipher",
          "cipher-auth",
          "compression",
          "kex",
          "key",
          "key-ca-sign",
          "key-cert",
          "key-plain",
          "key-sig",
          "mac",
          "protocol-version",
          "sig");

  private AlgorithmQuery() {}

  /**
   * The names of a kind; a keyword of ssh_config(5) stands for what it chooses from.
   *
   * @throws ConfigException where there is no such kind
   */
  static List<String> answer(String kind) throws ConfigException {
    return switch (kind.toLowerCase(Locale.ROOT)) {
      case "cipher", "ciphers" -> AlgorithmKind.CIPHER.all();
      case "cipher-auth" ->
          AlgorithmKind.CIPHER.all().stream().filter(name -> !name.endsWith("-ctr")).toList();
      case "compression" -> List.of("none", "zlib@openssh.com");
      case "help" -> KINDS;
      case "kex", "kexalgorithms" -> AlgorithmKind.KEY_EXCHANGE.all();
      case "key" -> keyTypes().toList();
      case "key-ca-sign", "casignaturealgorithms" -> AlgorithmKind.CA_SIGNATURE.all();
      case "key-cert" -> keyTypes().filter(AlgorithmQuery::isCertificate).toList();
      case "key-plain" -> keyTypes().filter(name -> !isCertificate(name)).toList();
      case "hostkeyalgorithms" -> AlgorithmKind.HOST_KEY.all();
      case "key-sig", "pubkeyacceptedalgorithms", "pubkeyacceptedkeytypes" ->
          AlgorithmKind.PUBLIC_KEY.all();
      case "mac", "macs" -> AlgorithmKind.MAC.all();
      case "protocol-version" -> List.of("2");
      case "sig" ->
          AlgorithmKind.PUBLIC_KEY.all().stream().filter(name -> !isCertificate(name)).toList();
      default ->
          throw new ConfigException(
              "-Q: unsupported query '%s'".formatted(kind),
              "spheron-ssh connect -Q help lists what can be asked");
    };
  }

  /** RSA's algorithms are two, and the type of its keys is called like neither. */
  private static Stream<String> keyTypes() {
    return AlgorithmKind.PUBLIC_KEY.all().stream()
        .map(name -> name.replaceFirst("^rsa-sha2-(256|512)", "ssh-rsa"))
        .distinct();
  }

  private static boolean isCertificate(String name) {
    return !Certificate.plainType(name).equals(name);
  }
}
