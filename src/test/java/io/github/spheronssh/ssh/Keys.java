package io.github.spheronssh.ssh;

import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keys that OpenSSH made, in a folder of the test. */
record Keys(Path folder) {
  /** A key pair of a kind, with a passphrase where it isn't empty; made once. */
  Identity.KeyFile key(String name, String kind, String passphrase) throws Exception {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      Path keygen = RealPrograms.require("ssh-keygen");
      ProgramRun.of(keygen, "-q", "-t", kind, "-N", passphrase, "-C", name, "-f", file).succeeded();
    }
    return new Identity.KeyFile(PrivateKeyFile.read(file), name);
  }

  Identity.KeyFile ed25519(String name) throws Exception {
    return key(name, "ed25519", "");
  }

  static String line(Identity identity) {
    return identity.publicKey().orElseThrow().toString();
  }

  /** A target on this machine whose host key is taken as it comes, into a file of the test. */
  Target target(int port, String user, Identity... identities) {
    HostTrust trust =
        HostTrust.ofInstance(
            "spheron-test-" + port, folder.resolve("known_hosts"), HostTrust.Policy.ACCEPT_NEW);
    return new Target("127.0.0.1", port, user, trust, List.of(identities));
  }
}
