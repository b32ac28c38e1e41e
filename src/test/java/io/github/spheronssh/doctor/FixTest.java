package io.github.spheronssh.doctor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.json.Json;
import io.github.spheronssh.sandbox.SandboxSettings;
import io.github.spheronssh.terminal.Tty;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.RealAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code doctor --fix} changes, and what it leaves. */
final class FixTest {
  /** The checks whose every finding in the catalogue can be mended without a person. */
  private static final Set<String> MENDED =
      Set.of(
          "ssh-folder",
          "home-folder",
          "known-hosts-mode",
          "config-mode",
          "config-include",
          "key-mode",
          "credentials-mode",
          "key-registered",
          "pins");

  @TempDir Path home;
  @TempDir Path elsewhere;

  private Ward ward;

  private record Fixed(boolean healthy, List<Change> repairs) {}

  private record Change(
      String id, String state, List<String> change, @Nullable String kept, @Nullable String why) {}

  static Stream<CatalogueTest.Case> mended() {
    return CatalogueTest.cases().filter(each -> MENDED.contains(each.id()));
  }

  @BeforeEach
  void open() throws Exception {
    ward = new Ward(home);
  }

  @AfterEach
  void close() {
    ward.close();
  }

  @ParameterizedTest
  @MethodSource("mended")
  void whatIsLocalAndSafeIsMendedAndThenFoundWell(CatalogueTest.Case broken) throws Exception {
    broken.breaking().in(new CatalogueTest(), ward);
    Result run = ward.command.run("doctor", "--fix", "--yes", "box");
    assertEquals(0, run.status(), run.out() + run.err());
    assertTrue(run.out().contains("\n" + broken.id() + " mended:\n"), run.out());
    assertTrue(run.out().endsWith(" s)\n"), run.out());
    assertEquals(List.of(), ward.examine("box").amiss());
  }

  @ParameterizedTest
  @MethodSource("mended")
  void aDryRunShowsTheSameChangeAndMakesNone(CatalogueTest.Case broken) throws Exception {
    broken.breaking().in(new CatalogueTest(), ward);
    Map<String, String> before = everything();
    Fixed dry = fix("--dry-run");
    assertEquals(before, everything());
    assertEquals("proposed", dry.repairs().getFirst().state());
    assertEquals(dry.repairs().getFirst().change(), fix("--yes").repairs().getFirst().change());
  }

  @Test
  void aMissingPublicHalfIsWrittenAsItWas() throws Exception {
    Path half = ward.key.resolveSibling("id_ed25519.pub");
    Files.delete(ward.key);
    Files.delete(half);
    ward.command.run("keygen", "--no-passphrase", "-C", "ada lovelace");
    String before = Files.readString(half);
    Files.delete(half);
    assertEquals("mended", fix("--yes").repairs().getFirst().state());
    assertEquals(before, Files.readString(half));
    assertEquals("rw-r--r--", mode(half));
  }

  @Test
  void whatADryRunWouldMendIsNotLeftToTheUser() throws Exception {
    Clinic.mode(ward.key, "rw-r--r--");
    ward.balance = "0.00";
    Result run = ward.command.run("doctor", "--fix", "--dry-run");
    assertTrue(run.out().contains("key-mode would be mended:\n"), run.out());
    assertTrue(run.out().contains("left to you:\n  balance: open http"), run.out());
    assertEquals(1, run.status());
  }

  @Test
  void anEncryptedKeyIsGivenToTheAgentOncePassphraseAndConsentAreThere() throws Exception {
    Files.delete(ward.key);
    Files.delete(ward.key.resolveSibling("id_ed25519.pub"));
    Path passphrase = Files.writeString(ward.home.resolve("secret"), "correct horse battery\n");
    Clinic.mode(passphrase, "rw-------");
    ward.command.run("keygen", "--passphrase-file", passphrase.toString());
    ward.keys.put("k1", Files.readString(ward.key.resolveSibling("id_ed25519.pub")).strip());
    try (RealAgent agent = RealAgent.start(elsewhere)) {
      ward.command.with("SSH_AUTH_SOCK", agent.socket().toString());
      assertEquals(List.of("warn agent-has-key"), ward.examine().amiss());
      var person = new Person("yes");
      person.secret = "correct horse battery";
      Result run = ward.command.runAt(person, "doctor", "--fix");
      assertTrue(run.out().contains("agent-has-key mended:"), run.out() + run.err());
      assertTrue(agent.sshAdd("-l").out().contains("ED25519"));
      assertEquals(List.of(), ward.examine().amiss());
    }
  }

  @Test
  void aPersonSeesEachChangeInTheQuestionAndMayHaveNone() throws Exception {
    Clinic.mode(ward.key, "rw-r--r--");
    Clinic.mode(ward.pins, "rw-rw-rw-");
    var person = new Person("no", "yes");
    Result run = ward.command.runAt(person, "doctor", "--fix");
    assertEquals(
        List.of(
            "~/.spheron/known_hosts: rw-rw-rw- becomes rw-r--r--\n"
                + "mend known-hosts-mode (yes or no)? ",
            "~/.ssh/id_ed25519: rw-r--r-- becomes rw-------\nmend key-mode (yes or no)? "),
        person.asked);
    assertEquals(1, run.status());
    assertEquals("rw-rw-rw-", mode(ward.pins));
    assertEquals("rw-------", mode(ward.key));
    assertTrue(run.out().contains("known-hosts-mode left as it is:"), run.out());
    assertTrue(
        run.out().contains("left to you:\n  known-hosts-mode: chmod go-w ~/.spheron/known_hosts\n"),
        run.out());
  }

  @Test
  void withNobodyToAskNothingIsChangedWithoutYes() throws Exception {
    Clinic.mode(ward.key, "rw-r--r--");
    Map<String, String> before = everything();
    Result run = ward.command.run("doctor", "--fix");
    assertEquals(1, run.status());
    assertTrue(run.err().contains("--yes"), run.err());
    assertEquals(before, everything());
    Clinic.mode(ward.key, "rw-------");
    assertEquals(0, ward.command.run("doctor", "--fix").status());
  }

  @Test
  void aChangedFileIsKeptAsItWasAndSaidWhere() throws Exception {
    byte[] old = "# caf\u00e9\r\nHost a\n\tPort 7".getBytes(ISO_8859_1);
    Path config = Files.write(ward.key.resolveSibling("config"), old);
    Clinic.mode(config, "rw-r-----");
    Path entries = Files.createFile(ward.pins.resolveSibling("ssh_config"));
    Change change = fix("--yes").repairs().getFirst();
    Path kept = Path.of(String.valueOf(change.kept()));
    assertTrue(
        kept.getFileName().toString().matches("config-\\d{4}-\\d\\d-\\d\\d\\.old"), kept + "");
    assertArrayEquals(old, Files.readAllBytes(kept));
    assertEquals(
        "Include " + entries + "\n" + new String(old, ISO_8859_1),
        Files.readString(config, ISO_8859_1));
    assertEquals("rw-r-----", mode(config));
    assertTrue(change.change().contains("+Include " + entries), change.toString());
  }

  @Test
  void nothingIsChangedWhereALinkLeadsOutOfTheHome() throws Exception {
    Path config = Files.createFile(elsewhere.resolve("config"));
    Clinic.mode(config, "rw-rw-rw-");
    Files.createSymbolicLink(ward.key.resolveSibling("config"), config);
    Files.createFile(ward.pins.resolveSibling("ssh_config"));
    Fixed fixed = fix("--yes");
    assertFalse(fixed.healthy());
    assertEquals(List.of("failed", "failed"), fixed.repairs().stream().map(Change::state).toList());
    assertTrue(
        String.valueOf(fixed.repairs().getFirst().why()).contains("outside of your home"),
        fixed.toString());
    assertEquals("rw-rw-rw-", mode(config));
    assertEquals("", Files.readString(config));
  }

  @Test
  void aLinkWithinTheHomeIsFollowedAndStays() throws Exception {
    Path real = Clinic.folder(home.resolve("dotfiles")).resolve("config");
    Files.writeString(real, "Host a\n");
    Path link = Files.createSymbolicLink(ward.key.resolveSibling("config"), real);
    Files.createFile(ward.pins.resolveSibling("ssh_config"));
    assertTrue(fix("--yes").healthy());
    assertTrue(Files.isSymbolicLink(link));
    assertTrue(Files.readString(real).startsWith("Include "), Files.readString(real));
    try (var kept = Files.list(real.getParent())) {
      assertEquals(
          List.of("Host a\n"),
          kept.filter(file -> file.toString().endsWith(".old")).map(FixTest::read).toList());
    }
  }

  @Test
  void everyOneOfAKindIsMended() throws Exception {
    Clinic.mode(ward.key, "rw-r--r--");
    Path other = Files.copy(ward.key, ward.key.resolveSibling("work"));
    Files.copy(ward.key.resolveSibling("id_ed25519.pub"), ward.key.resolveSibling("work.pub"));
    Clinic.mode(other, "rw-rw----");
    assertEquals(2, fix("--yes").repairs().size());
    assertEquals("rw-------", mode(ward.key));
    assertEquals("rw-------", mode(other));
  }

  @Test
  void whatCouldNotBeKnownBeforeIsLookedAtOnceItCan() throws Exception {
    Path config = Files.writeString(ward.key.resolveSibling("config"), "Hots a\n");
    Clinic.mode(config, "rw-rw-rw-");
    Result run = ward.command.run("doctor", "--fix", "--yes", "box");
    assertEquals(1, run.status());
    assertTrue(run.out().contains("FAIL config-syntax"), run.out());
    assertTrue(run.out().contains("left to you:\n  config-syntax: vi +1 ~/.ssh/config\n"));
    assertTrue(run.out().endsWith("broken: this machine (config-syntax)\n"), run.out());
  }

  @Test
  void anInstanceThatOpensWithAnotherKeyGetsTheDefaultOneWithThatKeysOptions(@TempDir Path other)
      throws Exception {
    Clinic.mode(other, "rwx------");
    try (Clinic clinic = Clinic.open(other, SandboxSettings.defaults())) {
      Path work = other.resolve(".ssh/work");
      String line = "no-x11-forwarding " + Clinic.writeKey(work).publicKey();
      String mine = Files.readString(other.resolve(".ssh/id_ed25519.pub")).strip();
      Path there = clinic.sandbox.instance("trainer").orElseThrow().authorizedKeysFile();
      Files.writeString(there, line + "\n");
      String given = work.toString();

      assertEquals(List.of("warn default-key"), clinic.examine("-i", given, "trainer").amiss());
      Result dry = clinic.command.run("doctor", "--fix", "--dry-run", "-i", given, "trainer");
      assertTrue(dry.out().contains("default-key would be mended:"), dry.out());
      assertEquals(line + "\n", Files.readString(there));

      Result run = clinic.command.run("doctor", "--fix", "--yes", "-i", given, "trainer");
      assertEquals(0, run.status(), run.out() + run.err());
      assertEquals(line + "\nno-x11-forwarding " + mine + "\n", Files.readString(there), run.out());
      assertEquals(List.of(), clinic.examine("trainer").amiss());
    }
  }

  @Test
  void whatOnlyTheUserCanMendIsLeftToThemWithTheCommandThatDoes() throws Exception {
    ward.balance = "0.00";
    ward.command.with("SSH_AUTH_SOCK", home + "/gone");
    CatalogueTest.somebodyElses(ward.key.resolveSibling("notes"));
    Result run = ward.command.run("doctor", "--fix", "--yes");
    assertTrue(
        run.out()
            .contains(
                """
                left to you:
                  owner: sudo chown "$(id -un)" ~/.ssh/notes
                  agent: eval "$(ssh-agent -s)"
                  balance: open http\
                """),
        run.out());
    assertFalse(run.out().contains("mended"), run.out());
  }

  @Test
  void whatCanNotBeMendedIsSaidAndTheRestIsMended() throws Exception {
    Path config = Files.writeString(ward.key.resolveSibling("config"), "Host a\n");
    Clinic.mode(config, "r--------");
    Files.createFile(ward.pins.resolveSibling("ssh_config"));
    Clinic.mode(ward.key, "rw-r--r--");
    Fixed fixed = fix("--yes");
    assertEquals(
        List.of("config-include failed", "key-mode mended"),
        fixed.repairs().stream().map(each -> each.id() + " " + each.state()).toList());
    assertTrue(String.valueOf(fixed.repairs().getFirst().why()).contains("read-only"));
    assertEquals("Host a\n", Files.readString(config));
    try (var left = Files.list(config.getParent())) {
      assertEquals(3, left.count(), "a copy was left of what was not changed");
    }
  }

  private Fixed fix(String option) throws Exception {
    Result run = ward.command.run("doctor", "-q", "--json", "--fix", option, "box");
    assertEquals("", run.err());
    return Json.read(run.out(), Fixed.class);
  }

  /** The name, mode and content of all there is, and what the account has. */
  private Map<String, String> everything() throws IOException {
    var all = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.toList()) {
        all.put(file.toString(), mode(file) + (Files.isRegularFile(file) ? read(file) : ""));
      }
    }
    all.put("account", ward.keys.toString());
    return all;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
  }

  /** Gives these answers, one a question, and the secret to whoever asks. */
  private static final class Person implements Tty {
    private final List<String> answers;
    private final List<String> asked = new ArrayList<>();
    private @Nullable String secret;

    Person(String... answers) {
      this.answers = new ArrayList<>(List.of(answers));
    }

    @Override
    public @Nullable String readLine(String question) {
      asked.add(question);
      return answers.isEmpty() ? null : answers.removeFirst();
    }

    @Override
    public char @Nullable [] readSecret(String question) {
      return secret == null ? null : secret.toCharArray();
    }
  }
}
