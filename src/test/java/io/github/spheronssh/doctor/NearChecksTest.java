package io.github.spheronssh.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the checks of this machine and the account say, beyond which of them it is that does. */
final class NearChecksTest {
  @TempDir Path home;

  private Ward ward;

  static Stream<Arguments> writings() {
    return Stream.of(
        writing("as it was made", text -> text, ""),
        writing("CRLF", text -> text.replace("\n", "\r\n"), "CRLF"),
        writing("byte-order mark", text -> "\u00ef\u00bb\u00bf" + text, "byte-order mark"),
        writing("an empty line first", text -> "\n" + text, "before its first line"),
        writing("text first", text -> "my key\n" + text, "before its first line"),
        writing("no last line end", String::strip, "end of its last line"),
        writing("text behind", text -> text + "\nmy key\n", ""));
  }

  private static Arguments writing(String name, UnaryOperator<String> change, String words) {
    return Arguments.of(name, change, words);
  }

  @BeforeEach
  void open() throws Exception {
    ward = new Ward(home);
  }

  @AfterEach
  void close() {
    ward.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("writings")
  void aKeyFilesFormIsFoundWrongWhereSshKeygenCanNotReadIt(
      String name, UnaryOperator<String> change, String words) throws Exception {
    Path key = home.resolve("key");
    Path keygen = RealPrograms.require("ssh-keygen");
    ProgramRun.of(Map.of(), "", keygen, "-q", "-t", "ed25519", "-N", "", "-f", key);
    String text = Files.readString(key, StandardCharsets.ISO_8859_1);
    Files.writeString(key, change.apply(text), StandardCharsets.ISO_8859_1);
    ProgramRun read = ProgramRun.of(Map.of(), "", keygen, "-y", "-P", "", "-f", key);
    assertEquals(read.status() != 0, KeyFileChecks.fault(key).isPresent(), read.err());
    assertTrue(KeyFileChecks.fault(key).orElse("").contains(words));
  }

  @Test
  void aMistakeIsNamedByFileAndLineAlsoInWhatIsIncluded() throws Exception {
    config("Include more\n");
    Files.writeString(ward.key.resolveSibling("more"), "\nHost a\n  Prot 7\n");
    Clinic.mode(ward.key.resolveSibling("more"), "rw-------");
    assertEquals(
        "~/.ssh/more line 3: ssh_config has no option Prot",
        ward.examine().line("config-syntax").evidence());
    assertEquals("vi +3 ~/.ssh/more", ward.examine().line("config-syntax").remedy());
  }

  @Test
  void whatKeepsConnectFromTheTargetIsSaidAndTheRestIsLookedAt() throws Exception {
    config("Host box\n  RefuseConnection \"no way\"\n");
    assertEquals(List.of(), ward.examine().amiss());
    assertEquals(List.of("fail config-syntax"), ward.examine("box").amiss());
    assertEquals(
        "the configuration refuses this connection: no way",
        ward.examine("box").line("config-syntax").evidence());
    assertEquals("ok", ward.examine("box").line("session").result());
  }

  @Test
  void noCommandOfTheConfigurationIsRun() throws Exception {
    Path ran = home.resolve("ran");
    config("Match exec \"touch " + ran + "\"\n  Port 7\n");
    assertEquals("ok", ward.examine().line("config-syntax").result());
    assertFalse(Files.exists(ran));
  }

  @ParameterizedTest
  @CsvSource({
    "Host * | Port 7 | Host a | Port 8, warn",
    "Port 7 | Host a | Port 8, warn",
    "Match all | Port 7 | Host a | Port 8, warn",
    "Host a | Port 8 | Host * | Port 7, ok",
    "Host * | Port 7 | Host a | Port 7, ok",
    "Host * | Port 7 | Host a | User b, ok",
    "Host * !a | Port 7 | Host a | Port 8, ok",
    "Host * | IdentityFile ~/.ssh/id_ed25519 | Host a | IdentityFile ~/.ssh/id_ed25519, ok"
  })
  void onlyWhatIsSaidInVainIsOutOfOrder(String lines, String result) throws Exception {
    config(lines.replace(" | ", "\n") + "\n");
    assertEquals(result, ward.examine().line("config-order").result());
  }

  @Test
  void aPublicKeyInAPrivateKeysNameIsInNobodysWayWhereThereIsAnotherKey() throws Exception {
    Files.writeString(ward.key.resolveSibling("id_rsa"), ward.pair.publicKey() + "\n");
    assertEquals(List.of("warn key-name"), ward.examine("box").amiss());
    assertEquals("mv ~/.ssh/id_rsa ~/.ssh/id_rsa.pub", ward.examine().line("key-name").remedy());
  }

  @Test
  void aDamagedLineIsNamedByItsNumber() throws Exception {
    Path hosts = Files.writeString(ward.key.resolveSibling("known_hosts"), "# mine\n\na b c\n");
    Clinic.mode(hosts, "rw-------");
    String evidence = ward.examine().line("known-hosts").evidence();
    assertTrue(evidence.startsWith("~/.ssh/known_hosts line 3 can't be read"), evidence);
  }

  @ParameterizedTest
  @CsvSource({
    "stranger, 'issued by CN=Corporate Inspection, whom this machine does not trust'",
    "expired, good from 2020-01-0"
  })
  void whoShowsABadCertificateIsToldAndGetsNoApiKey(String who, String words) throws Exception {
    CatalogueTest.overTls(ward, who);
    String evidence = ward.examine("box").line("api-tls").evidence();
    assertTrue(evidence.contains(words), evidence);
    assertEquals(0, ward.api.getRequestCount());
  }

  @Test
  void theAddressOfWhatHasEndedIsNotStaleWhereSomethingElseLivesThere() throws Exception {
    Path hosts = ward.key.resolveSibling("known_hosts");
    CatalogueTest.ended(ward, hosts, "192.0.2.9");
    assertEquals(List.of("warn pins"), ward.examine("box").amiss());
    ward.others.add(
        Map.of("id", "d10", "name", "new", "status", "running", "ipAddress", "192.0.2.9"));
    assertEquals(List.of(), ward.examine("box").amiss());
  }

  @Test
  void aTeamThatIsYoursIsWellAndItsMoneyCounts() throws Exception {
    ward.command.with("SPHERON_TEAM_ID", "t1");
    assertEquals("t1 (me)", ward.examine().line("team").evidence());
    assertEquals("12.50 USD", ward.examine().line("balance").evidence());
  }

  @Test
  void whereTheServiceIsNotReachedTheMachineIsLookedAtAllTheSame() throws Exception {
    ward.api.close();
    Clinic.mode(ward.key, "rw-r--r--");
    assertEquals(List.of("fail key-mode", "fail api-tcp"), ward.examine("box").amiss());
  }

  private void config(String text) throws Exception {
    Path config = Files.writeString(ward.key.resolveSibling("config"), text);
    Clinic.mode(config, "rw-------");
  }
}
