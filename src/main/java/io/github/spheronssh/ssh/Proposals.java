package io.github.spheronssh.ssh;

import io.github.spheronssh.ssh.Algorithms.Protection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.sshd.common.kex.KexProposalOption;

/** The lists of algorithms that both sides send, and what comes of them (RFC 4253, 7.1). */
final class Proposals {
  private Proposals() {}

  /** What both sides offer, list by list; languages, which nobody has, where there are any. */
  static List<Event> shown(
      Map<KexProposalOption, String> ours, Map<KexProposalOption, String> theirs) {
    List<Event> shown = new ArrayList<>();
    for (KexProposalOption list : KexProposalOption.VALUES) {
      String client = ours.getOrDefault(list, "");
      String server = theirs.getOrDefault(list, "");
      if (!client.isEmpty() || !server.isEmpty()) {
        shown.add(new Event.Proposed("client", list.getDescription(), client));
        shown.add(new Event.Proposed("server", list.getDescription(), server));
      }
    }
    return shown;
  }

  static Algorithms algorithms(Map<KexProposalOption, String> agreed, boolean strict) {
    return new Algorithms(
        agreed.getOrDefault(KexProposalOption.ALGORITHMS, ""),
        agreed.getOrDefault(KexProposalOption.SERVERKEYS, ""),
        protection(
            agreed, KexProposalOption.C2SENC, KexProposalOption.C2SMAC, KexProposalOption.C2SCOMP),
        protection(
            agreed, KexProposalOption.S2CENC, KexProposalOption.S2CMAC, KexProposalOption.S2CCOMP),
        strict);
  }

  private static Protection protection(
      Map<KexProposalOption, String> agreed,
      KexProposalOption ciphers,
      KexProposalOption macs,
      KexProposalOption compressions) {
    String cipher = agreed.getOrDefault(ciphers, "");
    boolean authenticates = cipher.contains("gcm") || cipher.contains("poly1305");
    return new Protection(
        cipher,
        authenticates ? cipher : agreed.getOrDefault(macs, ""),
        agreed.getOrDefault(compressions, "none"));
  }

  /** Names the first list in which both sides have nothing in common, and what would help. */
  static SshException mismatch(
      Map<KexProposalOption, String> ours,
      Map<KexProposalOption, String> theirs,
      List<String> missing) {
    for (KexProposalOption list : KexProposalOption.VALUES) {
      List<String> offered = algorithms(ours, list);
      List<String> met = algorithms(theirs, list);
      if (!met.isEmpty() && met.stream().noneMatch(offered::contains)) {
        return new SshException(
            Layer.ALGORITHMS,
            "both sides have no %s in common: the server has %s; offered were %s"
                .formatted(
                    list.getDescription(), String.join(", ", met), String.join(", ", offered)),
            remedy(list, met, missing));
      }
    }
    return new SshException(Layer.ALGORITHMS, "the two sides agree on no algorithms", null);
  }

  private static String remedy(KexProposalOption list, List<String> met, List<String> missing) {
    Optional<AlgorithmKind> kind = kind(list);
    Optional<String> possible =
        kind.flatMap(each -> met.stream().filter(each.all()::contains).findFirst());
    if (possible.isPresent()) {
      return "-o %s=+%s allows what the server has".formatted(kind.get().keyword(), possible.get());
    }
    List<String> refused = met.stream().filter(missing::contains).toList();
    return refused.isEmpty()
        ? "all that the server has is unsafe or unknown: its SSH software has to be updated"
        : "spheron-ssh doesn't have %s, asked for or not: the server's SSH software has to be updated"
            .formatted(String.join(", ", refused));
  }

  private static Optional<AlgorithmKind> kind(KexProposalOption list) {
    return Optional.ofNullable(
        switch (list) {
          case ALGORITHMS -> AlgorithmKind.KEY_EXCHANGE;
          case SERVERKEYS -> AlgorithmKind.HOST_KEY;
          case C2SENC, S2CENC -> AlgorithmKind.CIPHER;
          case C2SMAC, S2CMAC -> AlgorithmKind.MAC;
          default -> null;
        });
  }

  /** The names in a list, without those that announce something else. */
  private static List<String> algorithms(
      Map<KexProposalOption, String> proposal, KexProposalOption list) {
    return Stream.of(proposal.getOrDefault(list, "").split(","))
        .filter(name -> !name.isEmpty() && !name.matches("(ext-info|kex-strict)-.*"))
        .toList();
  }
}
