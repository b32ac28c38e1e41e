package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The letters and keywords that choose algorithms, and -Q, which lists them. */
final class AlgorithmOptionsTest {
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cipher",
        "cipher-auth",
        "mac",
        "kex",
        "key",
        "key-cert",
        "key-plain",
        "key-sig",
        "protocol-version",
        "sig",
        "compression",
        "Ciphers",
        "MACs",
        "KexAlgorithms",
        "HostKeyAlgorithms",
        "PubkeyAcceptedAlgorithms",
        "PubkeyAcceptedKeyTypes"
      })
  void whatIsListedSshListsToo(String kind) throws Exception {
    List<String> listed = list(kind);
    var others =
        new ArrayList<>(
            ProgramRun.of(RealPrograms.require("ssh"), "-Q", kind).succeeded().lines().toList());
    others.add("mlkem768x25519-sha256"); // which OpenSSH has since 9.9
    assertFalse(listed.isEmpty());
    assertEquals(List.of(), listed.stream().filter(name -> !others.contains(name)).toList(), kind);
  }

  @Test
  void nothingUnsafeIsListed() {
    Stream.of("Ciphers", "MACs", "KexAlgorithms", "HostKeyAlgorithms", "sig", "key-ca-sign")
        .flatMap(kind -> list(kind).stream())
        .forEach(name -> assertFalse(name.matches(".*(sha1|cbc|md5|dss|umac|^none$).*"), name));
    assertFalse(list("sig").contains("ssh-rsa"));
    assertEquals(List.of("none", "zlib@openssh.com"), list("compression"));
  }

  @Test
  void theKindsAreListedAndEachIsOne() {
    List<String> kinds = list("help");
    assertTrue(kinds.containsAll(List.of("cipher", "mac", "kex", "key-ca-sign", "sig")));
    kinds.forEach(kind -> assertFalse(list(kind).isEmpty(), kind));
  }

  @Test
  void anUnknownKindIsAnErrorOfSsh() {
    Result result = run("-Q", "ciphr");
    assertEquals(255, result.status());
    assertEquals("", result.out());
    assertTrue(result.err().contains("unsupported query 'ciphr'"), result.err());
  }

  @Test
  void neitherATargetNorAHomeIsNeeded() {
    Result result = new CommandRun(home).without("HOME").run("connect", "-Q", "protocol-version");
    assertEquals(new Result(0, "2\n", ""), result);
    assertEquals("2\n", run("host", "-Q", "protocol-version").out());
    assertEquals("2\n", run("-Qprotocol-version", "-Q", "cipher", "host", "ls").out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -c aes999                                  | Ciphers: 'aes999' is not known | -Q Ciphers
          -c none                                    | Ciphers: 'none' is not known | -Q Ciphers
          -c aes128-cbc                              | Ciphers: nothing is left | -Q Ciphers
          -m hmac-sha1                               | MACs: nothing is left | -Q MACs
          -oMACs=-*                                  | MACs: nothing is left | -Q MACs
          -oKexAlgorithms=+x                         | KexAlgorithms: 'x' is not known | -Q KexAlgorithms
          -oHostKeyAlgorithms=ssh-rsa                | HostKeyAlgorithms: nothing is left | -Q HostKey
          -oPubkeyAcceptedKeyTypes=ssh-dss           | PubkeyAcceptedAlgorithms: nothing is left | -Q Pub
          -oCASignatureAlgorithms=x                  | CASignatureAlgorithms: 'x' is not known | -Q CASi
          """)
  void aListThatCannotBeHadIsRefusedBeforeAnythingIsDialled(
      String options, String why, String remedy) {
    var words = new ArrayList<>(List.of(options.split(" ", -1)));
    words.addAll(List.of("--no-api", "192.0.2.7", "true"));
    Result result = run(words.toArray(String[]::new));
    assertEquals(255, result.status(), result.err());
    assertTrue(result.err().contains(why), result.err());
    assertTrue(result.err().contains(remedy), result.err());
  }

  @Test
  void aHardenedListOfOpenSshsIsTakenAsFarAsItCanBeHad() {
    Result result =
        run(
            "--dry-run",
            "--no-api",
            "-oMACs=hmac-sha2-512-etm@openssh.com,umac-128-etm@openssh.com",
            "-oHostKeyAlgorithms=sk-ssh-ed25519@openssh.com,ssh-ed25519",
            "-oRekeyLimit=1G 1h",
            "192.0.2.7");
    assertEquals(0, result.status(), result.err());
    assertTrue(result.out().contains("-o MACs=hmac-sha2-512-etm@openssh.com,umac"), result.out());
  }

  private List<String> list(String kind) {
    Result result = run("-Q", kind);
    assertEquals(0, result.status(), result.err());
    return result.out().lines().toList();
  }

  private Result run(String... words) {
    var line = new ArrayList<>(List.of("connect"));
    line.addAll(List.of(words));
    return new CommandRun(home).run(line.toArray(String[]::new));
  }
}
