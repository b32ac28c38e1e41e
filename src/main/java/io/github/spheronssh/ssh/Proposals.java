package io.github.spheronssh.ssh;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.kex.KexProposalOption;

/** The lists of algorithms that both sides send, and what comes of them (RFC 4253, 7.1). */
final class Proposals {
  static final List<KexProposalOption> SHOWN =
      List.of(
          KexProposalOption.ALGORITHMS,
          KexProposalOption.SERVERKEYS,
          KexProposalOption.C2SENC,
          KexProposalOption.S2CENC,
          KexProposalOption.C2SMAC,
          KexProposalOption.S2CMAC);

  private Proposals() {}

  static Algorithms algorithms(Map<KexProposalOption, String> agreed, boolean strict) {
    String cipher = agreed.getOrDefault(KexProposalOption.S2CENC, "");
    boolean authenticates = cipher.contains("gcm") || cipher.contains("poly1305");
    return new Algorithms(
        agreed.getOrDefault(KexProposalOption.ALGORITHMS, ""),
        agreed.getOrDefault(KexProposalOption.SERVERKEYS, ""),
        cipher,
        authenticates ? cipher : agreed.getOrDefault(KexProposalOption.S2CMAC, ""),
        strict);
  }

  /** Names the first kind of algorithm that both sides have none of in common. */
  static SshException mismatch(
      Map<KexProposalOption, String> ours, Map<KexProposalOption, String> theirs) {
    for (KexProposalOption kind : SHOWN) {
      List<String> offered = list(theirs, kind);
      if (list(ours, kind).stream().noneMatch(offered::contains)) {
        return new SshException(
            Layer.ALGORITHMS,
            "the server has only %s algorithms that are not safe any more: %s"
                .formatted(kind.getDescription(), String.join(", ", offered)),
            "the server's SSH software has to be updated");
      }
    }
    return new SshException(Layer.ALGORITHMS, "the two sides agree on no algorithms", null);
  }

  private static List<String> list(
      Map<KexProposalOption, String> proposal, KexProposalOption kind) {
    return Arrays.asList(proposal.getOrDefault(kind, "").split(","));
  }
}
