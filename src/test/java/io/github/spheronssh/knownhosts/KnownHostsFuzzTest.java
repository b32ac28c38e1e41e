package io.github.spheronssh.knownhosts;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.key.PublicKeyLine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No file, however damaged, is read as trust in a key that it doesn't hold. */
final class KnownHostsFuzzTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEMXewOSu/6jcKzY2l80MsJJgLVCwa9ar1ZyyEvXI66p";
  private static final String OTHER =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDsyRslRitdsKpaCqFMAd8BmOwE/yFCvyseURnAKFd7V";

  @Property(tries = 500)
  void noBytesAreReadAsTrust(@ForAll byte[] content) throws Exception {
    KnownHosts known = KnownHosts.of(Path.of("f"), content);
    assertFalse(known.judge("host", PublicKeyLine.parse(KEY)) instanceof HostVerdict.Known);
  }

  @Property(tries = 1000)
  void noDamagedLineIsReadAsTrust(@ForAll("damaged") String content) throws Exception {
    KnownHosts known = KnownHosts.of(Path.of("f"), content.getBytes(StandardCharsets.UTF_8));
    assertFalse(known.judge("host", PublicKeyLine.parse(KEY)) instanceof HostVerdict.Known);
  }

  @Property(tries = 200)
  void whateverStandsAroundALineItCounts(@ForAll("damaged") String around) throws Exception {
    String content = around + "\nhost " + KEY + "\n" + around;
    KnownHosts known = KnownHosts.of(Path.of("f"), content.getBytes(StandardCharsets.UTF_8));
    assertTrue(known.judge("host", PublicKeyLine.parse(KEY)) instanceof HostVerdict.Known);
  }

  @Provide
  Arbitrary<String> damaged() {
    return Arbitraries.of(
            "host",
            "*",
            "!host",
            "|1|",
            "@cert-authority",
            "@x",
            "#",
            ",",
            " ",
            "\t",
            "\r",
            "\n",
            "\0",
            "ssh-ed25519",
            "ssh-rsa",
            OTHER,
            KEY.substring(0, 40),
            KEY.substring(12),
            "é")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }
}
