package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.knownhosts.KnownHost;
import io.github.spheronssh.knownhosts.KnownHosts;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.PackagedProgram;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each case of {@code knownhosts/table.txt} is put to OpenSSH's own ssh and to this program,
 * against the same servers, and both have to come to the same end and leave the same files. The
 * program is the packaged one in every second case; a start takes it half a second, so the others
 * run in this process.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(300)
final class KnownHostsIT {
  private static final int AT_ONCE = 4;
  private static final Pattern WORD = Pattern.compile("\\$(\\w+)|#(\\S+)");

  @TempDir static Path shared;
  private static final Map<String, RealSshd> servers = new HashMap<>();
  private static final Map<String, String> keys = new HashMap<>();
  private static Path identity;

  private record Case(
      String server,
      String name,
      List<String> options,
      String user,
      String global,
      String ours,
      String theirs) {
    static Case of(String row) {
      String[] parts = row.split("(?<=^| )\\|(?= |$)", -1);
      List<String> options = parts[2].isBlank() ? List.of() : List.of(parts[2].strip().split(" "));
      String outcome = parts[5].strip();
      boolean differs = parts.length > 7;
      return new Case(
          parts[0].strip(),
          parts[1].strip(),
          options,
          parts[3].strip(),
          parts[4].strip(),
          outcome,
          differs ? parts[6].strip() : outcome);
    }
  }

  private record Outcome(String verdict, List<String> file, String said) {}

  @BeforeAll
  static void start() throws Exception {
    Path first = Files.createDirectory(shared.resolve("plain"));
    for (String kind : List.of("ed25519", "ecdsa")) {
      key(first.resolve("host_" + kind), kind);
    }
    keys.put("E", line(first.resolve("host_ed25519")));
    keys.put("C", line(first.resolve("host_ecdsa")));
    keys.put("X", line(key(shared.resolve("x"), "ed25519")));
    keys.put("Y", line(key(shared.resolve("y"), "ecdsa")));
    keys.put("CA", line(key(shared.resolve("ca"), "ed25519")));
    keys.put("CB", line(key(shared.resolve("cb"), "ed25519")));
    keys.put("CR", line(key(shared.resolve("cr"), "rsa")));
    identity = key(shared.resolve("id"), "ed25519");
    server("plain");
    server("certified", "ed25519", "ca", "-h", "-n", "a.example,127.0.0.1");
    server("nameless", "ed25519", "ca", "-h");
    server("patterned", "ed25519", "ca", "-h", "-n", "*.example");
    server("expired", "ed25519", "ca", "-h", "-V", "-2h:-1h");
    server("early", "ed25519", "ca", "-h", "-V", "+1h:+2h");
    server("user", "ed25519", "ca", "-n", "a.example");
    server("optioned", "ed25519", "ca", "-h", "-O", "critical:x@example=y");
    server("ecdsa", "ecdsa", "ca", "-h", "-n", "a.example");
    server("rsa", "ed25519", "cr", "-h", "-t", "rsa-sha2-256");
    server("sha1", "ed25519", "cr", "-h", "-t", "ssh-rsa");
  }

  @AfterAll
  static void stop() {
    servers.values().forEach(RealSshd::close);
  }

  /** A server with the same keys as all; where words follow, with a certificate of one of them. */
  private static void server(String name, String... words) throws Exception {
    Path folder = shared.resolve(name);
    if (!name.equals("plain")) {
      Files.createDirectory(folder);
      for (String file : List.of("host_ed25519", "host_ecdsa")) {
        Files.copy(shared.resolve("plain/" + file), folder.resolve(file), COPY);
        Files.copy(shared.resolve("plain/" + file + ".pub"), folder.resolve(file + ".pub"));
      }
    }
    var configuration = new ArrayList<>(List.of("MaxStartups 100"));
    if (punishes()) {
      configuration.add("PerSourcePenalties no");
    }
    if (words.length > 0) {
      Path host = folder.resolve("host_" + words[0]);
      var sign = new ArrayList<Object>(List.of(keygen(), "-q", "-I", "host"));
      sign.addAll(List.of("-s", shared.resolve(words[1])));
      sign.addAll(List.of(words).subList(2, words.length));
      sign.add(host + ".pub");
      ProgramRun.of(sign.toArray()).succeeded();
      configuration.add("HostCertificate " + host + "-cert.pub");
    }
    RealSshd sshd = RealSshd.start(folder, configuration.toArray(String[]::new));
    sshd.authorize(line(identity));
    servers.put(name, sshd);
  }

  private static final java.nio.file.CopyOption COPY =
      java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

  /** Whether sshd is one that keeps out, for a while, who has broken off often (from 9.8 on). */
  private static boolean punishes() throws Exception {
    Matcher version =
        Pattern.compile("OpenSSH_(\\d+)\\.(\\d+)")
            .matcher(ProgramRun.of(RealPrograms.require("ssh"), "-V").err());
    return version.find()
        && Integer.parseInt(version.group(1)) * 100 + Integer.parseInt(version.group(2)) >= 908;
  }

  @Test
  void eachCaseComesOutAsWithOpenSsh() throws Exception {
    List<String> rows =
        new String(
                Objects.requireNonNull(
                        KnownHostsIT.class.getResourceAsStream("/knownhosts/table.txt"))
                    .readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8)
            .lines()
            .filter(row -> !row.isBlank() && !row.startsWith("#"))
            .toList();
    assertTrue(rows.size() >= 60, "the table has " + rows.size() + " cases");
    List<Callable<List<String>>> all = new ArrayList<>();
    for (String row : rows) {
      Path home = Files.createDirectory(shared.resolve("case" + all.size()));
      boolean packaged = all.size() % 2 == 0;
      all.add(() -> differences(home, row, packaged));
    }
    var differences = new ArrayList<String>();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Future<List<String>> each : threads.invokeAll(all)) {
        differences.addAll(each.get());
      }
    }
    assertEquals("", String.join("\n", differences));
  }

  private static List<String> differences(Path home, String row, boolean packaged)
      throws Exception {
    Case of = Case.of(row);
    Files.createDirectory(home.resolve(".ssh"));
    Outcome theirs = ssh(home, of);
    Outcome ours = connect(home, of, packaged);
    var differences = new ArrayList<String>();
    if (!ours.verdict().equals(of.ours())) {
      differences.add("%s: ours is %s: %s".formatted(row, ours.verdict(), ours.said()));
    }
    if (!theirs.verdict().equals(of.theirs())) {
      differences.add("%s: ssh's is %s: %s".formatted(row, theirs.verdict(), theirs.said()));
    }
    if (of.ours().equals(of.theirs()) && !ours.file().equals(theirs.file())) {
      differences.add("%s: ours left %s, ssh %s".formatted(row, ours.file(), theirs.file()));
    }
    Path file = Files.write(home.resolve("asked"), lines(home, of.user(), of));
    String name =
        of.name().equals("-") ? "[127.0.0.1]:" + port(of) : of.name().toLowerCase(Locale.ROOT);
    List<Integer> found = linesOf(file, name);
    List<Integer> right = linesBySshKeygen(file, name);
    if (!found.equals(right)) {
      differences.add("%s: ours found %s, ssh-keygen %s".formatted(row, found, right));
    }
    return differences;
  }

  private static Outcome ssh(Path home, Case of) throws Exception {
    Path known = files(home, "theirs", of);
    var words = new ArrayList<Object>(List.of(RealPrograms.require("ssh"), "-F", "none"));
    words.addAll(options(home, "theirs", of));
    words.addAll(List.of("-oBatchMode=yes", "-oIdentitiesOnly=yes", "127.0.0.1", "true"));
    ProgramRun run = ProgramRun.of(words.toArray());
    String said = run.err();
    String verdict =
        run.status() == 0
            ? "known"
            : said.contains("REVOKED HOST KEY") || said.contains("marked as revoked")
                ? "revoked"
                : said.contains("IDENTIFICATION HAS CHANGED") ? "changed" : unknown(said);
    return new Outcome(verdict, left(known), said);
  }

  private static String unknown(String said) {
    return said.contains("host key is known for") || said.contains("Host key verification failed")
        ? "new"
        : "broken";
  }

  private static Outcome connect(Path home, Case of, boolean packaged) throws Exception {
    Path known = files(home, "ours", of);
    var words = new ArrayList<>(List.of("connect", "--no-api", "-F", "none"));
    words.addAll(options(home, "ours", of));
    words.addAll(List.of("127.0.0.1", "true"));
    String[] line = words.toArray(String[]::new);
    int status;
    String said;
    if (packaged) {
      Map<String, String> variables = Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin");
      PackagedProgram.Result run = PackagedProgram.built().run(home, variables, line);
      status = run.status();
      said = run.err();
    } else {
      CommandRun.Result run = new CommandRun(home).run(line);
      status = run.status();
      said = run.err();
    }
    String verdict =
        status == 0
            ? "known"
            : said.contains(" is revoked")
                ? "revoked"
                : said.contains(" has changed")
                    ? "changed"
                    : said.contains(" is not known") ? "new" : "broken";
    return new Outcome(verdict, left(known), said);
  }

  private static List<String> options(Path home, String whose, Case of) {
    RealSshd sshd = server(of);
    var options = new ArrayList<>(of.options());
    options.addAll(
        List.of(
            "-oUserKnownHostsFile=" + home.resolve(whose),
            "-oGlobalKnownHostsFile=" + home.resolve(whose + "-global"),
            "-oStrictHostKeyChecking=yes",
            "-i" + identity,
            "-p" + sshd.port(),
            "-l" + sshd.userName()));
    if (!of.name().equals("-")) {
      options.add("-oHostKeyAlias=" + of.name());
    }
    return options;
  }

  private static Path files(Path home, String whose, Case of) throws Exception {
    Files.write(home.resolve(whose + "-global"), lines(home, of.global(), of));
    return Files.write(home.resolve(whose), lines(home, of.user(), of));
  }

  private static List<String> lines(Path home, String text, Case of) throws Exception {
    var lines = new ArrayList<String>();
    for (String line : text.isEmpty() ? new String[0] : text.split(";", -1)) {
      lines.add(line.startsWith("# ") ? line : filled(home, line.replace("\\t", "\t"), of));
    }
    return lines;
  }

  private static String filled(Path home, String line, Case of) throws Exception {
    String whole = line.replace("$P", String.valueOf(port(of)));
    Matcher matcher = WORD.matcher(whole);
    var filled = new StringBuilder();
    while (matcher.find()) {
      String word =
          matcher.group(1) != null ? keys.get(matcher.group(1)) : hashed(home, matcher.group(2));
      matcher.appendReplacement(filled, Matcher.quoteReplacement(word));
    }
    return matcher.appendTail(filled).toString();
  }

  /** The name as ssh-keygen hashes it; one that is no name is a comment. */
  private static String hashed(Path home, String name) throws Exception {
    if (!name.contains(".")) {
      return "#" + name;
    }
    Path file = Files.writeString(home.resolve("hash"), name + " " + keys.get("E") + "\n");
    ProgramRun.of(keygen(), "-q", "-H", "-f", file).succeeded();
    return Files.readString(file).split(" ", 2)[0];
  }

  /** What is in a file, without what is said of the keys. */
  private static List<String> left(Path file) throws Exception {
    return Files.readAllLines(file).stream()
        .map(line -> line.replaceFirst("^([^#@\\s]\\S*) (\\S+) (\\S+).*", "$1 $2 $3"))
        .map(line -> line.replaceFirst("\\|1\\|\\S+", "hashed"))
        .toList();
  }

  private static List<Integer> linesOf(Path file, String name) throws Exception {
    return KnownHosts.read(List.of(file)).lines(name).stream().map(KnownHost::line).toList();
  }

  /** Without those whose keys nobody can read, which ssh-keygen doesn't look at. */
  private static List<Integer> linesBySshKeygen(Path file, String name) throws Exception {
    List<Integer> damaged =
        KnownHosts.read(List.of(file)).damages().stream().map(KnownHosts.Damage::line).toList();
    return Pattern.compile("found: line (\\d+)")
        .matcher(ProgramRun.of(keygen(), "-F", name, "-f", file).out())
        .results()
        .map(match -> Integer.valueOf(match.group(1)))
        .filter(line -> !damaged.contains(line))
        .toList();
  }

  private static RealSshd server(Case of) {
    return Objects.requireNonNull(servers.get(of.server()), of.server());
  }

  private static int port(Case of) {
    return server(of).port();
  }

  private static Path key(Path file, String kind) throws Exception {
    ProgramRun.of(keygen(), "-q", "-t", kind, "-N", "", "-C", "", "-f", file).succeeded();
    return file;
  }

  private static String line(Path key) throws Exception {
    return Files.readString(Path.of(key + ".pub")).strip();
  }

  private static Path keygen() {
    return RealPrograms.require("ssh-keygen");
  }
}
