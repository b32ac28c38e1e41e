package io.github.spheronssh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no ssh of an older release can tell, and where each value comes from. */
final class ConfigReaderTest {
  @TempDir Path home;
  private final Map<String, String> variables = new HashMap<>();
  private final List<String> commands = new ArrayList<>();
  private final SshConfig.Builder given = SshConfig.builder();
  private Set<String> hosts = Set.of();
  private String command = "";

  @BeforeEach
  void makeFolders() throws Exception {
    Files.createDirectories(home.resolve(".ssh/more"));
    Files.createDirectories(home.resolve("etc/more"));
    variables.put("HOME", home.toString());
  }

  @Test
  void theUsersFileComesBeforeTheSystems() throws Exception {
    system("User two", "Port 2");
    assertEquals("one 2", userAndPort(read("a", "User one")));
  }

  @Test
  void noFileIsNeeded() throws Exception {
    assertFalse(reader().read(given.build(), sources(), "a", "").config().isFromFiles());
    assertFalse(reader().read(given.build(), List.of(), "a", "").config().isFromFiles());
  }

  @Test
  void theFileThatIsNamedHasToBeThere() {
    Path none = home.resolve("none");
    refused(
        "there is no configuration file " + none,
        () -> reader().read(given.build(), ConfigSource.only(none), "a", ""));
  }

  @Test
  void aFileThatIsNamedIsTheOnlyOne() throws Exception {
    system("Port 2");
    Path file = Files.write(home.resolve("file"), List.of("User one"));
    assertEquals(
        "one -",
        userAndPort(reader().read(given.build(), ConfigSource.only(file), "a", "").config()));
  }

  @Test
  void includesAreRelativeToTheFolderOfTheirKind() throws Exception {
    Files.writeString(home.resolve(".ssh/more/x"), "User one");
    Files.writeString(home.resolve("etc/more/x"), "Port 2");
    system("Include more/x");
    assertEquals("one 2", userAndPort(read("a", "Include more/*")));
    assertEquals("one 2", userAndPort(read("a", "Include ~/.ssh/more/x")));
  }

  @Test
  void includesTakeVariablesAndTokens() throws Exception {
    variables.put("WHERE", "more");
    Files.writeString(home.resolve(".ssh/more/box"), "User one");
    assertEquals("one -", userAndPort(read("box", "Include ${WHERE}/%n")));
  }

  @Test
  void theSystemsFileHasNoHome() throws Exception {
    system("Include ~/x");
    refused("Include: expected a path, met '~/x'", () -> read("a", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-", "rw-rw-rw-"})
  void aFileThatOthersMayWriteToIsRefused(String mode) throws Exception {
    Path file = Files.writeString(home.resolve(".ssh/config"), "User one");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    refused(
        "bad owner or permissions on " + file,
        () -> reader().read(given.build(), sources(), "a", ""));
  }

  @Test
  void aFileThatIsNamedIsNotCheckedButItsIncludesAre() throws Exception {
    var everybody = PosixFilePermissions.fromString("rw-rw-rw-");
    Path included = Files.writeString(home.resolve("included"), "User one");
    Path file = Files.writeString(home.resolve("file"), "Port 2");
    Files.setPosixFilePermissions(file, everybody);
    assertEquals("- 2", userAndPort(named(file)));
    Files.writeString(file, "Host other\nInclude " + included);
    Files.setPosixFilePermissions(included, everybody);
    refused("bad owner or permissions on " + included, () -> named(file));
  }

  @Test
  void theSystemsFileIsNotChecked() throws Exception {
    Path file = system("User one");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertEquals("one -", userAndPort(read("a", "")));
  }

  @Test
  void aFileIsAtMostOneMebibyte() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "#" + "x".repeat(1 << 20));
    refused("expected at most 1048576 bytes", () -> named(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Port 7; Host box; Port 8              | GENERAL
          Host *; Port 7                        | GENERAL
          Host ?*; Port 7                       | GENERAL
          Host * !other; Port 7                 | GENERAL
          Match all; Port 7                     | GENERAL
          Match host *; Port 7                  | GENERAL
          Match exec true; Port 7               | GENERAL
          Match user ada; Port 7                | GENERAL
          Match !host other; Port 7             | GENERAL
          Host other box; Port 7                | NAMED
          Host b*; Port 7                       | NAMED
          Host * box; Port 7                    | NAMED
          Match host box; Port 7                | NAMED
          Match originalhost b?x user ada; Port 7 | NAMED
          Match final host box; Port 7          | NAMED
          Host other; Port 8; Host *; Port 7    | GENERAL
          Host box; Include more/port           | NAMED
          Host *; Include more/port             | GENERAL
          Host box; Include more/star           | NAMED
          Host *; Include more/box              | NAMED
          """)
  void aValueKnowsWhetherItIsSaidOfTheTarget(String text, Origin origin) throws Exception {
    Files.writeString(home.resolve(".ssh/more/port"), "Port 7");
    Files.writeString(home.resolve(".ssh/more/star"), "Host *\nPort 7");
    Files.writeString(home.resolve(".ssh/more/box"), "Host box\nPort 7");
    given.offer(Keyword.USER, List.of("ada"));
    SshConfig config = read("box", text.split("; *"));
    assertEquals(Optional.of("7"), config.text(Keyword.PORT, origin));
    assertEquals(Optional.of("ada"), config.text(Keyword.USER, Origin.COMMAND_LINE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Host box             | true
          Host a box b         | true
          Host b* box          | true
          Host b*              | false
          Host *               | false
          Host box !box        | false
          Match host box       | false
          Host bo?             | false
          Host other           | false
          """)
  void onlyTheVeryNameIsALiteralOne(String section, boolean literal) throws Exception {
    config(section, "Port 7");
    assertEquals(literal, reader().read(given.build(), sources(), "box", "").isLiteral());
  }

  @Test
  void theTagChoosesSections() throws Exception {
    String[] config = {"Match tagged work", "User one", "Match tagged home*", "User two"};
    assertEquals("- -", userAndPort(read("a", config)));
    given.offer(Keyword.TAG, List.of("home-1"));
    assertEquals("two -", userAndPort(read("a", config)));
  }

  @Test
  void theTagMayBeSetInASection() throws Exception {
    assertEquals(
        "one -", userAndPort(read("a", "Host a", "Tag work", "Match tagged work", "User one")));
    assertEquals("two -", userAndPort(read("a", "Match tagged \"\"", "User two")));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16, true",
    "'192.0.2.0/24,10.0.0.0/8', true",
    "10.1.2.3, true",
    "10.1.2.4, false",
    "10.2.0.0/16, false",
    "2001:db8::/32, true",
    "2001:db9::/32, false",
    "0.0.0.0/0, true"
  })
  void theNetworkChoosesSections(String networks, boolean chosen) throws Exception {
    SshConfig config = read("a", "Match localnetwork " + networks, "User one");
    assertEquals(chosen, config.isSet(Keyword.USER));
    assertEquals(
        !chosen, read("a", "Match !localnetwork " + networks, "Port 7").isSet(Keyword.PORT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3/8", "10.0.0.0/33", "example.org", "10.0.0.0/x", "10.0.0.0/8,"})
  void aNetworkThatIsNoneIsRefused(String network) {
    refused(
        "line 1: expected a network such as 192.0.2.0/24",
        () -> read("a", "Match localnetwork " + network, "User one"));
  }

  @Test
  void userAndVariablesAreExpanded() throws Exception {
    SshConfig config =
        read("box", "User %n-%%", "SetEnv WHERE=%h:%p HOME=${HOME}", "IdentityFile /%r");
    assertEquals(List.of("/box-%"), config.texts(Keyword.IDENTITY_FILE));
    assertEquals(Optional.of("box-%"), config.text(Keyword.USER));
    assertEquals(List.of("WHERE=box:22", "HOME=" + home), config.texts(Keyword.SET_ENV));
    refused("User: there is no token %r here", () -> read("box", "User %r"));
    refused("User: there is no token %C here", () -> read("box", "User %C"));
  }

  @Test
  void ofTheTwoWaysThroughOthersTheFirstCounts() throws Exception {
    SshConfig jump = read("a", "ProxyJump b", "ProxyCommand nc");
    assertEquals(Optional.empty(), jump.text(Keyword.PROXY_COMMAND));
    SshConfig none = read("a", "ProxyCommand none", "ProxyJump b");
    assertEquals(Optional.empty(), none.text(Keyword.PROXY_JUMP));
  }

  @Test
  void theJumpIsAToken() throws Exception {
    assertEquals(
        Optional.of("/-/x"),
        read("box", "UserKnownHostsFile /-%j/x").text(Keyword.USER_KNOWN_HOSTS_FILE));
  }

  @Test
  void whatSshKnowsAndWeDoNotIsPassedByAndTold() throws Exception {
    SshConfig config =
        read(
            "a",
            "ObscureKeystrokeTiming no",
            "LogVerbose kex.c:*",
            "WarnWeakCrypto no",
            "VersionAddendum so be it",
            "UseRoaming no",
            "Host other",
            "ForwardX11 yes");
    assertEquals(
        List.of(
            "~/.ssh/config line 1: ObscureKeystrokeTiming is passed by",
            "~/.ssh/config line 2: LogVerbose is passed by",
            "~/.ssh/config line 3: WarnWeakCrypto is passed by",
            "~/.ssh/config line 4: VersionAddendum is passed by",
            "~/.ssh/config line 5: UseRoaming is outdated, and passed by"),
        config.passedBy());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ProxyUseFdpass yes", "Tunnel yes"})
  void whatWouldWeakenOrRerouteIsRefusedWhereItCounts(String line) throws Exception {
    String name = line.substring(0, line.indexOf(' '));
    refused(
        "~/.ssh/config line 1: " + name + " is not supported by spheron-ssh connect",
        () -> read("a", line));
    assertTrue(read("a", "Host b", line).passedBy().isEmpty());
  }

  @Test
  void aShortNameIsMadeWhole() throws Exception {
    hosts = Set.of("box.two.example.");
    String[] lines = {
      "CanonicalizeHostname yes",
      "CanonicalDomains one.example two.example",
      "Host *.two.example",
      "User two",
      "Match canonical",
      "Port 7"
    };
    assertEquals("two 7", userAndPort(read("box", lines)));
    assertEquals("box.two.example", target("box", lines).host());
    assertEquals("other", target("other", lines).host());
  }

  @Test
  void aWholeNameLosesItsDot() throws Exception {
    hosts = Set.of("box.example.");
    assertEquals("box.example", target("box.example.", "CanonicalizeHostname yes").host());
  }

  @Test
  void aNameIsMadeWholeOnlyWhereThatIsWanted() throws Exception {
    hosts = Set.of("box.one.example.", "a.b.one.example.");
    String domain = "CanonicalDomains one.example";
    assertEquals("box", target("box", domain).host());
    assertEquals(
        "a.b", target("a.b", domain, "CanonicalizeHostname yes", "CanonicalizeMaxDots 0").host());
    assertEquals("a.b.one.example", target("a.b", domain, "CanonicalizeHostname yes").host());
    assertEquals(
        "box",
        target("box", "CanonicalDomains none one.example", "CanonicalizeHostname yes").host());
  }

  @Test
  void commandsAreRunOnlyWhereTheyCount() throws Exception {
    read("a", "Host b", "Include more/exec", "Match host b exec one", "Match host a exec two");
    assertEquals(List.of("two"), commands);
    Files.writeString(home.resolve(".ssh/more/exec"), "Match exec three");
    read("a", "Host b", "Include more/exec");
    assertEquals(List.of("two"), commands);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a;b", "$(b)", "`b`", "a|b", "a b", "a\"b", "a'b", "a\nb", "a\\b", "-b", "a&b"})
  void aHostThatAShellMightObeyStandsInNoCommand(String host) {
    refused("which a shell might obey", () -> read(host, "Match exec \"test %h\""));
    refused("which a shell might obey", () -> read(host, "Match exec \"test %n\""));
    refused("RemoteCommand: %k stands for", () -> read(host, "RemoteCommand echo %k"));
    assertEquals(List.of(), commands);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a;b", "`b`", "a|b", "a -b", "a\"b", "a'b", "a\tb", "b\\", "-b", "a&b"})
  void aUserThatAShellMightObeyStandsInNoCommand(String user) throws Exception {
    given.offer(Keyword.USER, List.of(user));
    refused("which a shell might obey", () -> read("a", "Match exec \"test %r\""));
    assertTrue(read("a", "Match exec \"test %h\"").text(Keyword.USER).isPresent());
    TargetConfig local = target("a", "PermitLocalCommand yes", "LocalCommand echo %r");
    refused("which a shell might obey", () -> local.localCommand("a", 22, user));
  }

  @Test
  void aHarmlessNameStandsInCommands() throws Exception {
    given.offer(Keyword.USER, List.of("DOMAIN\\ada l@b.c"));
    read("fe80::1%eth0", "Match exec \"test %h %r\"");
    assertEquals(List.of("test fe80::1%eth0 DOMAIN\\ada l@b.c"), commands);
  }

  @Test
  void theLocalCommandTellsWhereTheLoginWent() throws Exception {
    TargetConfig config =
        target("box", "PermitLocalCommand yes", "LocalCommand echo %n %h %p %r %T");
    assertEquals(
        Optional.of("echo box 192.0.2.7 2222 ada NONE"),
        config.localCommand("192.0.2.7", 2222, "ada"));
    assertEquals(
        Optional.empty(), target("box", "LocalCommand echo").localCommand("box", 22, "ada"));
    assertEquals(
        Optional.empty(), target("box", "PermitLocalCommand yes").localCommand("box", 22, "ada"));
  }

  @Test
  void theWordsOfMatchMayBeQuotedAsAllOthers() throws Exception {
    read("a", "Match exec \"test \\\"x y\\\"\"", "Match exec 'z \"w\"' host a");
    assertEquals(List.of("test \"x y\"", "z \"w\""), commands);
  }

  @Test
  void aUserOfTheCommandLineIsTakenAsItIs() throws Exception {
    given.offer(Keyword.USER, List.of("100%"));
    assertEquals(Optional.of("100%"), read("a", "User %n").text(Keyword.USER));
  }

  @Test
  void aBoundNumberOfFilesIsIncluded() throws Exception {
    Files.writeString(home.resolve(".ssh/more/empty"), "");
    String line = "Include" + " more/empty".repeat(4097);
    refused("line 1: more than 4096 files are included", () -> read("a", line));
  }

  @Test
  void anotherUsersHomeIsThePasswordDatabases() throws Exception {
    String home = environment().homeOf("root").orElseThrow().toString();
    assertEquals(
        Optional.of(home + "/x"), read("a", "IdentityFile ~root/x").text(Keyword.IDENTITY_FILE));
    assertEquals(Optional.of(home), read("a", "IdentityFile ~root").text(Keyword.IDENTITY_FILE));
    for (String nobody : List.of("~no-such-user/x", "~-x/x", "~a;b/x", "~../x")) {
      refused("there is no user '", () -> read("a", "IdentityFile " + nobody));
    }
  }

  @Test
  void aliasesOfNamesAreAnErrorOnlyWhereTheyWouldBeFollowed() throws Exception {
    String rule = "CanonicalizePermittedCNAMEs *.a.example:*.b.example";
    assertEquals(
        List.of("~/.ssh/config line 1: CanonicalizePermittedCNAMEs is passed by"),
        read("a", rule).passedBy());
    refused("what name an alias stands for", () -> read("a", rule, "CanonicalizeHostname yes"));
    assertEquals(
        List.of(),
        read("a", "CanonicalizePermittedCNAMEs none", "CanonicalizeHostname yes").passedBy());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "command uptime; yes; ",
        "command up*,!x; yes; ",
        "command \"\"; no; ",
        "!command \"\"; yes; ",
        "sessiontype exec; yes; ",
        "sessiontype shell,exec; yes; ",
        "sessiontype shell; no; ",
        "sessiontype none; yes; none",
        "sessiontype exec; no; none",
        "sessiontype subsystem command uptime; yes; subsystem",
        "version spheron-ssh_1.0; yes; ",
        "version spheron-ssh_*; yes; ",
        "version OpenSSH_*; no; ",
        "!version OpenSSH_* sessiontype exec; yes; "
      })
  void sectionsMayBeOfWhatIsToRunAndOfTheVersion(String criteria, String holds, String type)
      throws Exception {
    command = "uptime";
    if (type != null) {
      given.set(Keyword.SESSION_TYPE, type);
    }
    boolean found = read("a", "Match " + criteria, "User one").isSet(Keyword.USER);
    assertEquals(holds.equals("yes"), found);
  }

  @Test
  void whereNothingIsToRunTheSessionIsAShell() throws Exception {
    assertTrue(read("a", "Match sessiontype shell command \"\"", "User x").isSet(Keyword.USER));
    assertFalse(read("a", "Match sessiontype exec", "User x").isSet(Keyword.USER));
    assertTrue(
        read("a", "SessionType none", "Match sessiontype none", "User x").isSet(Keyword.USER));
    refused("the criterion command of Match has no value", () -> read("a", "Match command"));
  }

  private SshConfig read(String target, String... lines) throws Exception {
    return target(target, lines).config();
  }

  private TargetConfig target(String target, String... lines) throws Exception {
    config(lines);
    return reader().read(given.build(), sources(), target, command);
  }

  private SshConfig named(Path file) throws SpheronSshException {
    return reader().read(given.build(), ConfigSource.only(file), "a", "").config();
  }

  private void config(String... lines) throws Exception {
    Files.write(home.resolve(".ssh/config"), List.of(lines));
  }

  private Path system(String... lines) throws Exception {
    return Files.write(home.resolve("etc/ssh_config"), List.of(lines));
  }

  private static String userAndPort(SshConfig config) {
    return config.text(Keyword.USER).orElse("-") + " " + config.text(Keyword.PORT).orElse("-");
  }

  private ConfigReader reader() {
    return new ConfigReader(environment(), new Machine());
  }

  private List<ConfigSource> sources() throws SpheronSshException {
    return ConfigSource.usual(environment());
  }

  private Environment environment() {
    var properties = new Properties();
    properties.put("user.name", "me");
    properties.put("spheron.ssh.folder", home.resolve("etc").toString());
    return Environment.of(variables, properties);
  }

  private static void refused(String message, org.junit.jupiter.api.function.Executable reading) {
    var e = assertThrows(SpheronSshException.class, reading);
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  /** A machine with two addresses, on which every command succeeds. */
  private final class Machine implements Surroundings {
    @Override
    public boolean succeeds(String command) {
      commands.add(command);
      return true;
    }

    @Override
    public List<InetAddress> addresses() {
      try {
        return List.of(InetAddress.getByName("10.1.2.3"), InetAddress.getByName("2001:db8::5"));
      } catch (UnknownHostException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public String version() {
      return "spheron-ssh_1.0";
    }

    @Override
    public boolean exists(String host) {
      return hosts.contains(host);
    }
  }
}
