package io.github.spheronssh.knownhosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What known_hosts files say; ssh-keygen knows the right answers. */
final class KnownHostsTest {
  private static final String A =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEMXewOSu/6jcKzY2l80MsJJgLVCwa9ar1ZyyEvXI66p";
  private static final String B =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDsyRslRitdsKpaCqFMAd8BmOwE/yFCvyseURnAKFd7V";

  @TempDir Path folder;

  /** The file that every name of the table is looked up in. */
  private static final String FILE =
      """
      # a comment

      plain.example %1$s plain
      UPPER.example %1$s
      one,two,10.0.0.1 %1$s three names
      [ported.example]:2222 %1$s
      *.wild.example %1$s
      ?.single.example %1$s
      *.most.example,!not.most.example %1$s
      !only.negated.example %1$s
      *,!*.local.example %1$s catch-all
      |1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= %1$s hashed
      |1|broken|hash= %1$s
      |2|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= %1$s
      @revoked * %2$s everywhere
      @cert-authority *.ca.example %1$s
      @unknown marked.example %1$s
      @revoked @revoked twice.example %1$s
      nokey.example
      notype.example AAAAC3NzaC1lZDI1NTE5AAAAIEMXewOSu/6jcKzY2l80MsJJgLVCwa9ar1ZyyEvXI66p
      badkey.example ssh-ed25519 AAAA
      badbase64.example ssh-ed25519 !!!!
      wrongtype.example ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIEMXewOSu/6jcKzY2l80MsJJgLVCwa9ar1ZyyEvXI66p
      \ttabbed.example\t%1$s
         spaced.example   %1$s   a   comment
      comment.example # %1$s
      xn--mnchen-3ya.example %1$s
      2001:db8::1 %1$s
      [2001:db8::2]:22 %1$s
      trailing.example, %1$s
      ,leading.example %1$s
      """
          .formatted(A, B);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.example",
        "PLAIN.example",
        "xplain.example",
        "plain.example.",
        "upper.example",
        "one",
        "two",
        "10.0.0.1",
        "10.0.0.10",
        "three",
        "ported.example",
        "[ported.example]:2222",
        "[ported.example]:2223",
        "[plain.example]:2222",
        "a.wild.example",
        "a.b.wild.example",
        "wild.example",
        ".wild.example",
        "a.single.example",
        "ab.single.example",
        "is.most.example",
        "not.most.example",
        "only.negated.example",
        "host.local.example",
        "local.example",
        "192.168.1.61",
        "[192.168.1.61]:22",
        "marked.example",
        "twice.example",
        "a.ca.example",
        "nokey.example",
        "notype.example",
        "tabbed.example",
        "spaced.example",
        "comment.example",
        "xn--mnchen-3ya.example",
        "2001:db8::1",
        "2001:DB8::1",
        "[2001:db8::2]:22",
        "2001:db8::2",
        "trailing.example",
        "leading.example",
        "*",
        "?",
        "!",
        "|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg="
      })
  void theLinesThatNameAHostAreThoseThatSshKeygenFinds(String name) throws Exception {
    Path file = Files.writeString(folder.resolve("known_hosts"), FILE);
    List<Integer> ours =
        KnownHosts.read(List.of(file)).lines(name).stream().map(KnownHost::line).toList();
    assertEquals(foundBySshKeygen(file, name), ours, name);
  }

  /** Here ssh-keygen -F, which doesn't read the keys, finds lines that ssh passes over. */
  @ParameterizedTest
  @ValueSource(strings = {"badkey.example", "badbase64.example", "wrongtype.example"})
  void aLineWhoseKeyCanNotBeReadNamesNobody(String name) {
    KnownHosts known = KnownHosts.of(Path.of("f"), FILE.getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of(11, 15), known.lines(name).stream().map(KnownHost::line).toList());
  }

  private static List<Integer> foundBySshKeygen(Path file, String name) throws Exception {
    Path keygen = RealPrograms.require("ssh-keygen");
    ProgramRun run = ProgramRun.of(keygen, "-F", name, "-f", file);
    return Pattern.compile("found: line (\\d+)")
        .matcher(run.out())
        .results()
        .map(match -> Integer.valueOf(match.group(1)))
        .toList();
  }

  @Test
  void namesThatSshKeygenHashedAreFound() throws Exception {
    Path file = Files.writeString(folder.resolve("known_hosts"), "h.example,i.example " + A + "\n");
    ProgramRun.of(RealPrograms.require("ssh-keygen"), "-H", "-f", file).succeeded();
    KnownHosts known = KnownHosts.read(List.of(file));
    assertTrue(Files.readString(file).startsWith("|1|"));
    assertInstanceOf(HostVerdict.Known.class, known.judge("h.example", key(A)));
    assertInstanceOf(HostVerdict.Known.class, known.judge("I.example", key(A)));
    assertInstanceOf(HostVerdict.New.class, known.judge("j.example", key(A)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host A            | host | A | Known",
        "host A            | host | B | Changed",
        "host A;host B     | host | B | Known",
        "host A            | else | A | New",
        "@revoked host A   | host | A | Revoked",
        "@revoked * A      | [host]:2222 | A | Revoked",
        "host A;@revoked * A | host | A | Revoked",
        "@revoked * A      | host | B | New",
        "@cert-authority * A | host | A | New",
        "@cert-authority * A;host B | host | A | Changed",
        "!host,* A         | host | A | New",
        "ho* A             | host | A | Known",
        "host A            | [host]:22 | A | New",
        "@nonsense host A  | host | A | New",
        "host rubbish;host A | host | A | Known",
        "host rubbish      | host | A | New",
        "''                | host | A | New",
      })
  void aKeyIsJudgedAsOpenSshJudgesIt(String lines, String name, String key, String verdict)
      throws Exception {
    String content = lines.replace(";", "\n").replaceAll("\\bA\\b", A).replaceAll("\\bB\\b", B);
    KnownHosts known = KnownHosts.of(Path.of("f"), content.getBytes(StandardCharsets.UTF_8));
    HostVerdict judged = known.judge(name, key(key.equals("A") ? A : B));
    assertEquals(verdict, judged.getClass().getSimpleName());
  }

  @Test
  void whatCanNotBeReadIsTold() throws Exception {
    Path file =
        Files.writeString(folder.resolve("known_hosts"), "a " + A + "\nb rubbish\n@x c d\n");
    List<KnownHosts.Damage> damages = KnownHosts.read(List.of(file)).damages();
    assertEquals(List.of(2, 3), damages.stream().map(KnownHosts.Damage::line).toList());
  }

  @Test
  void aFileThatIsNotThereSaysNothing() throws Exception {
    KnownHosts known = KnownHosts.read(List.of(folder.resolve("none")));
    assertInstanceOf(HostVerdict.New.class, known.judge("host", key(A)));
  }

  @Test
  void aHostIsNamedAsOpenSshNamesIt() {
    assertEquals("host.example", KnownHosts.name("Host.Example", 22));
    assertEquals("[host.example]:2222", KnownHosts.name("Host.Example", 2222));
    assertEquals("[2001:db8::1]:2222", KnownHosts.name("2001:DB8::1", 2222));
  }

  @Test
  void whatIsAddedIsFoundBySshKeygenToo() throws Exception {
    Path file = Files.writeString(folder.resolve("known_hosts"), "# kept, unfinished");
    KnownHostsFile.at(file).add("spheron-42", key(A).withComment("added today"));
    KnownHostsFile.at(file).add("[host]:2222", key(B));
    assertEquals(
        "# kept, unfinished\nspheron-42 " + A + " added today\n[host]:2222 " + B + "\n",
        Files.readString(file));
    assertEquals(List.of(2), foundBySshKeygen(file, "spheron-42"));
  }

  @Test
  void forgettingAHostLeavesEverythingElseAsItWas() throws Exception {
    String others =
        "# comment\n\nother %1$s\n* %1$s\n@revoked host %1$s\nhost rubbish\n\377 odd".formatted(A);
    Path file = folder.resolve("known_hosts");
    Files.write(
        file,
        ("host " + B + "\n" + others.replace("other", "HOST,other"))
            .getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(2, KnownHostsFile.at(file).forget("host"));
    assertEquals(others, Files.readString(file, StandardCharsets.ISO_8859_1));
  }

  @Test
  void forgettingAHashedHostDropsItsLine() throws Exception {
    Path file =
        Files.writeString(folder.resolve("known_hosts"), "host " + A + "\nkept " + B + "\n");
    ProgramRun.of(RealPrograms.require("ssh-keygen"), "-H", "-f", file).succeeded();
    assertEquals(1, KnownHostsFile.at(file).forget("host"));
    KnownHosts known = KnownHosts.read(List.of(file));
    assertInstanceOf(HostVerdict.New.class, known.judge("host", key(A)));
    assertInstanceOf(HostVerdict.Known.class, known.judge("kept", key(B)));
  }

  private static PublicKeyLine key(String line) throws Exception {
    return PublicKeyLine.parse(line);
  }
}
