package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plain host that only {@code ~/.ssh/config} knows, reached as ssh reaches it. */
@Timeout(120)
final class ConnectConfigTest {
  @TempDir Path home;
  private RealSshd sshd;
  private CommandRun commands;

  @BeforeEach
  void start() throws Exception {
    Files.createDirectories(home.resolve(".ssh"));
    sshd =
        RealSshd.start(
            Files.createDirectory(home.resolve("sshd")), "MaxAuthTries 2", "AcceptEnv A_*");
    commands = new CommandRun(home).with("SPHERON_SSH_HOST_KEY", "strict");
    sshd.authorize(Files.readString(Path.of(key("work") + ".pub")).strip());
    Files.writeString(
        home.resolve(".ssh/known_hosts"),
        "[127.0.0.1]:%d %s%n".formatted(sshd.port(), sshd.hostKey("ed25519")));
  }

  @AfterEach
  void stop() {
    sshd.close();
  }

  @Test
  void anAliasHasItsNamePortUserAndKey() throws Exception {
    config(here("IdentityFile ~/.ssh/%n"));
    Result result = connect("work", "echo", "there");
    assertEquals("there\n", result.out(), result.err());
  }

  @Test
  void theCommandLineOutranksTheFile() throws Exception {
    config(here("IdentityFile ~/.ssh/work"));
    String plan = dryRun("-l", "ada", "-p", "7", "-o", "AddressFamily=inet6", "work");
    assertTrue(plan.startsWith("ssh -F none -6 -p 7 -i "), plan);
    assertTrue(plan.endsWith(" ada@127.0.0.1\n"), plan);
    assertTrue(dryRun("bob@work:8").endsWith(" bob@127.0.0.1\n"));
    assertTrue(dryRun("bob@work:8").contains(" -p 8 "));
  }

  @Test
  void keysOfOtherNamesAreNotOfferedWhereTheFileNamesSome() throws Exception {
    key("id_ed25519");
    key("id_ecdsa");
    key("one");
    config(here("IdentityFile ~/.ssh/none", "IdentityFile ~/.ssh/one", "IdentityFile ~/.ssh/work"));
    Result result = connect("-v", "work", "true");
    assertEquals(0, result.status(), result.err());
    assertFalse(result.err().contains("id_ed25519: tried"), result.err());
    assertTrue(result.err().contains("debug1: key: there is no key file"), result.err());
  }

  @Test
  void keysAreTriedInTheOrderOfTheFile() throws Exception {
    key("one");
    config(
        "IdentityFile ~/.ssh/one", "Host work", "IdentityFile ~/.ssh/work", "HostName 127.0.0.1");
    String plan = dryRun("work");
    assertTrue(plan.indexOf("/.ssh/one") < plan.indexOf("/.ssh/work"), plan);
  }

  @Test
  void theSettingsOfAHostReachItsSession() throws Exception {
    config(
        here(
            "IdentityFile ~/.ssh/work",
            "SetEnv A_HOST=%n",
            "SendEnv A_*",
            "RemoteCommand echo $A_HOST $A_SENT %p",
            "ConnectTimeout 20",
            "LogLevel QUIET"));
    commands.with("A_SENT", "sent");
    Result result = connect("work");
    assertEquals("work sent " + sshd.port() + "\n", result.out(), result.err());
    assertEquals("", result.err());
  }

  @Test
  void anotherFileOrNoneIsReadWhereThatIsAsked() throws Exception {
    config("User one");
    Files.writeString(home.resolve("other"), "User two");
    assertTrue(dryRun("192.0.2.7").endsWith(" one@192.0.2.7\n"));
    assertTrue(dryRun("-F", "other", "192.0.2.7").endsWith(" two@192.0.2.7\n"));
    assertEquals(
        "ssh -o StrictHostKeyChecking=yes me@192.0.2.7\n", dryRun("-F", "none", "192.0.2.7"));
    Result missing = connect("-F", "nowhere", "192.0.2.7");
    assertEquals(255, missing.status());
    assertTrue(missing.err().contains("there is no configuration file"), missing.err());
  }

  @Test
  void aTagOfTheCommandLineChoosesSections() throws Exception {
    config("Match tagged work", "User one");
    assertTrue(dryRun("-P", "work", "192.0.2.7").endsWith(" one@192.0.2.7\n"));
    assertTrue(dryRun("192.0.2.7").endsWith(" me@192.0.2.7\n"));
  }

  @Test
  void aSectionMayAskTheUsersShell() throws Exception {
    Files.writeString(home.resolve("flag"), "");
    config("Match exec \"test -e flag && test $WHO = me\"", "User one");
    commands.with("WHO", "me");
    assertTrue(dryRun("192.0.2.7").endsWith(" one@192.0.2.7\n"));
    Files.delete(home.resolve("flag"));
    assertTrue(dryRun("192.0.2.7").endsWith(" me@192.0.2.7\n"));
  }

  @Test
  void aSectionMayAskForALocalNetwork() throws Exception {
    config("Match localnetwork 127.0.0.0/8", "User one");
    assertTrue(dryRun("192.0.2.7").endsWith(" one@192.0.2.7\n"));
  }

  @Test
  void theLocalCommandIsRunOnceLoggedInWhereItIsPermitted() throws Exception {
    String command = "LocalCommand echo %n %h %p %r > " + home.resolve("said");
    config(here("IdentityFile ~/.ssh/work", command));
    assertEquals(0, connect("work", "true").status());
    assertFalse(Files.exists(home.resolve("said")));
    assertEquals(0, connect("-o", "PermitLocalCommand=yes", "work", "true").status());
    assertEquals(
        "work 127.0.0.1 %d %s\n".formatted(sshd.port(), sshd.userName()),
        Files.readString(home.resolve("said")));
    Files.delete(home.resolve("said"));
    Result refused = connect("-oPermitLocalCommand=yes", "-l", "nobody", "work", "true");
    assertEquals(255, refused.status());
    String place = "nobody@127.0.0.1:" + sshd.port();
    assertTrue(refused.err().contains("hint: spheron-ssh doctor " + place), refused.err());
    assertFalse(Files.exists(home.resolve("said")));
  }

  @Test
  void theConfigurationMayRefuseAHost() throws Exception {
    config(here("RefuseConnection \"this box is retired\""));
    Result result = connect("work", "true");
    assertEquals(255, result.status());
    assertTrue(
        result.err().contains("the configuration refuses this connection: this box is retired"),
        result.err());
  }

  @Test
  void whatIsPassedByIsToldWithV() throws Exception {
    config(here("IdentityFile ~/.ssh/work", "ForwardX11 yes"));
    Result loud = connect("-v", "work", "true");
    assertTrue(loud.err().contains("debug1: ~/.ssh/config line 6: ForwardX11 is passed by"));
    assertEquals("", connect("work", "true").err());
  }

  @Test
  void whatCanNotBeReadIsAnErrorWithItsPlace() throws Exception {
    config("Host work", "Prot 22");
    Result result = connect("other", "true");
    assertEquals(255, result.status());
    assertTrue(
        result.err().contains("error: ~/.ssh/config line 2: ssh_config has no option Prot"),
        result.err());
  }

  @Test
  void theDryRunIsACommandThatNeedsNoFile() throws Exception {
    config(
        here(
            "IdentityFile ~/.ssh/work",
            "PermitLocalCommand yes",
            "LocalCommand printf '%%s ' %n 'a  b' >> " + home.resolve("said"),
            "RemoteCommand echo %n",
            "ServerAliveInterval 1m",
            "ConnectTimeout 20",
            "ForwardX11 yes",
            "IdentitiesOnly yes",
            "BatchMode yes"));
    assertEquals("work\n", connect("work").out());
    String command = dryRun("work");
    assertTrue(command.startsWith("ssh -F none "), command);
    assertFalse(command.contains("X11"), command);
    ProgramRun run = ProgramRun.of(Map.of(), "", "sh", "-c", known(command));
    assertEquals("work\n", run.succeeded(), command);
    assertEquals("work a  b work a  b ", Files.readString(home.resolve("said")));
  }

  @Test
  void theDryRunTriesNoKeyWhereNoneOfTheFilesIsThere() throws Exception {
    config(here("IdentityFile ~/.ssh/none"));
    assertTrue(dryRun("work").contains(" -o IdentityFile=none "), dryRun("work"));
  }

  @Test
  void otherCommandsLiveWithAnyFile() throws Exception {
    config("Plugh yes");
    Result keys = commands.run("keygen", "-l", "-f", home.resolve(".ssh/work.pub").toString());
    assertEquals(0, keys.status(), keys.err());
  }

  @Test
  void trustAndForgetMeanTheHostThatConnectDoes() throws Exception {
    Path pins = home.resolve(".ssh/pins");
    config(here("HostKeyAlias box", "UserKnownHostsFile ~/.ssh/pins", "IdentityFile ~/.ssh/work"));
    String fingerprint = PublicKeyLine.parse(sshd.hostKey("ed25519")).fingerprint().toString();
    Result trust = offline("trust", "work", "--fingerprint", fingerprint);
    assertEquals(0, trust.status(), trust.err());
    assertTrue(Files.readString(pins).startsWith("box ssh-ed25519 "), Files.readString(pins));
    assertEquals(0, connect("work", "true").status());
    Result forget = offline("forget", "work");
    assertEquals(0, forget.status(), forget.err());
    assertTrue(forget.err().contains("(~/.ssh/pins)"), forget.err());
    assertEquals("", Files.readString(pins));
    config(here("UserKnownHostsFile none"));
    Result nowhere = offline("trust", "work", "--fingerprint", fingerprint);
    assertTrue(nowhere.err().contains("there is no file that could keep"), nowhere.err());
  }

  @Test
  void theDoctorLooksAtTheHostThatConnectMeans() throws Exception {
    config(here("IdentityFile ~/.ssh/work"));
    Result doctor = offline("doctor", "--json", "work");
    assertTrue(doctor.out().contains("127.0.0.1:" + sshd.port()), doctor.out() + doctor.err());
    sshd.awaitLog("Accepted publickey for " + sshd.userName());
    assertEquals("", doctor.err());
    config(here("ProxyJump elsewhere.invalid"));
    Result there = offline("doctor", "--json", "--check", "route", "work");
    assertTrue(there.out().contains("the jump host elsewhere.invalid: "), there.out());
    assertTrue(there.out().contains("spheron-ssh doctor elsewhere.invalid"), there.out());
  }

  private Result offline(String... words) {
    return commands
        .with("SPHERON_API_KEY", "sai_0123456789abcdefghijXY12")
        .with("SPHERON_API_BASE", "http://127.0.0.1:1")
        .run(words);
  }

  /** The ssh of this machine takes its known hosts from the password file's home. */
  private String known(String command) throws Exception {
    String ssh = RealPrograms.require("ssh").toString();
    String hosts = " -o 'UserKnownHostsFile=\"" + home.resolve(".ssh/known_hosts") + "\"'";
    return command.replaceFirst("^ssh", ssh + hosts);
  }

  private String dryRun(String... words) {
    String[] line =
        Stream.concat(Stream.of("connect", "--dry-run", "--no-api"), Stream.of(words))
            .toArray(String[]::new);
    Result result = commands.run(line);
    assertEquals(0, result.status(), result.err());
    return result.out();
  }

  private Result connect(String... words) {
    return commands.run(
        Stream.concat(Stream.of("connect", "--no-api"), Stream.of(words)).toArray(String[]::new));
  }

  private String[] here(String... more) {
    List<String> place =
        List.of(
            "Host work", "HostName 127.0.0.1", "Port " + sshd.port(), "User " + sshd.userName());
    return Stream.concat(place.stream(), Stream.of(more)).toArray(String[]::new);
  }

  private void config(String... lines) throws Exception {
    Files.write(home.resolve(".ssh/config"), List.of(lines));
  }

  private Path key(String name) throws Exception {
    Path file = home.resolve(".ssh").resolve(name);
    Path keygen = RealPrograms.require("ssh-keygen");
    ProgramRun.of(keygen, "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file).succeeded();
    return file;
  }
}
