package io.github.spheronssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import io.github.spheronssh.testing.TmuxPane;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that were written for ssh, with this one in its place. The host {@code box} is an
 * OpenSSH server that ~/.ssh/config knows.
 */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
final class ToolsIT {
  private static final String SAME = "cmp data/file \"$HOME/there/file\" && ";

  @TempDir Path folder;
  private RealSshd server;
  private PackageUser user;

  @BeforeEach
  void start() throws Exception {
    user = new PackageUser(folder.resolve("home"));
    server =
        RealSshd.start(
            Files.createDirectory(folder.resolve("server")),
            "Subsystem sftp internal-sftp",
            "MaxStartups 100");
    user.meet(server);
    Files.writeString(
        user.home().resolve(".ssh/config"),
        "Host box\n  Hostname 127.0.0.1\n  Port %d\n".formatted(server.port()));
    byte[] content = new byte[300_000];
    new Random(1).nextBytes(content);
    Path data = Files.createDirectory(user.home().resolve("data"));
    Files.write(data.resolve("file"), content);
    Files.writeString(data.resolve("a name with 'signs' $(in it)"), "text\n");
    Files.createDirectory(user.home().resolve("there"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void rsyncCopiesBothWays() throws Exception {
    RealPrograms.require("rsync");
    succeed(
        "rsync -a -e 'spheron-ssh connect' data/ box:\"$HOME/there/\" && diff -r data there",
        "rsync -a -e spheron-connect box:\"$HOME/there/\" back/ && diff -r data back",
        "rsync -a -z --delete -e \"spheron-connect -p $PORT\" 127.0.0.1:\"$HOME/data/\" back/"
            + " && diff -r data back");
    Result missing = user.types("rsync -a -e spheron-connect box:\"$HOME/none\" back/");
    assertEquals(23, missing.status(), missing.err());
  }

  @Test
  void scpCopiesByBothItsProtocols() throws Exception {
    RealPrograms.require("scp");
    String scp = "scp -q -S \"$(command -v spheron-connect)\" ";
    succeed(
        scp + "data/file box:\"$HOME/there/file\" && " + SAME + "rm there/file",
        scp + "-O data/file box:\"$HOME/there/file\" && " + SAME + "rm there/file",
        scp + "-P $PORT -r 127.0.0.1:\"$HOME/data\" back && diff -r data back",
        scp + "-3 box:\"$HOME/data/file\" box:\"$HOME/there/file\" && cmp data/file there/file");
    assertEquals(1, user.types(scp + "box:\"$HOME/none\" .").status());
    assertEquals(255, user.types(scp + "-P 1 data/file 127.0.0.1:file").status());
  }

  @Test
  void sftpRunsItsBatches() throws Exception {
    RealPrograms.require("sftp");
    String batch = "cd %s/there\nput data/file\nget file back\n".formatted(user.home());
    Files.writeString(user.home().resolve("batch"), batch);
    succeed("sftp -S spheron-connect -b batch box && " + SAME + "cmp data/file back");
    assertEquals(1, user.types("echo 'get none' | sftp -S spheron-connect -b - box").status());
  }

  @Test
  void archivesAndBigFilesGoThroughItsPipes() throws Exception {
    succeed(
        "tar -C data -cf - . | spheron-connect box \"tar -C '$HOME/there' -xf -\" && diff -r data"
            + " there",
        "mkdir back && spheron-connect box \"tar -C '$HOME/data' -cf - .\" | tar -C back -xf -"
            + " && diff -r data back",
        "head -c 50000000 /dev/zero >big && spheron-connect box cat <big | cmp - big");
  }

  @Test
  void twentyRunAtOnceAndEachHasItsOwnOutputAndStatus() throws Exception {
    Result result =
        user.types(
            """
            for i in $(seq 20); do (spheron-connect box "echo $i; exit $i" >out$i; echo $? >status$i) & done
            wait
            for i in $(seq 20); do echo "$(cat out$i) $(cat status$i)"; done
            """);
    var expected = new StringBuilder();
    for (int i = 1; i <= 20; i++) {
      expected.append("%d %d%n".formatted(i, i));
    }
    assertEquals(new Result(0, expected.toString(), ""), result);
  }

  @Test
  void gitTakesItAsACommand() throws Exception {
    user.with("GIT_SSH_COMMAND", "spheron-ssh connect");
    exchangesCommits("box:\"$HOME/repository\"");
  }

  @Test
  void gitTakesItAsAProgramOnceItKnowsWhatItIs() throws Exception {
    user.with("GIT_SSH", "spheron-connect").with("GIT_TRACE", user.home().resolve("trace"));
    exchangesCommits("ssh://127.0.0.1:$PORT\"$HOME/repository\"");
    String trace = Files.readString(user.home().resolve("trace"));
    assertTrue(trace.contains("spheron-connect -G "), trace);
    assertTrue(trace.contains("spheron-connect -o SendEnv=GIT_PROTOCOL -p "), trace);
  }

  private void exchangesCommits(String place) throws Exception {
    RealPrograms.require("git");
    Files.writeString(
        user.home().resolve(".gitconfig"),
        "[user]\nname = me\nemail = me@example.org\n[init]\ndefaultBranch = main\n");
    succeed(
        "git init -q --bare repository && git clone -q " + place + " one 2>/dev/null",
        "cd one && git commit -q --allow-empty -m first && git push -q origin main",
        "git clone -q " + place + " two && cd two && git log --format=%s | grep -qx first",
        "cd one && git commit -q --allow-empty -m second && git push -q",
        "cd two && git fetch -q && git log --format=%s origin/main | grep -qx second");
  }

  @Test
  void anEditorFindsItsWay() throws Exception {
    Result version = user.types("spheron-connect -V");
    assertEquals(0, version.status());
    assertEquals("", version.out());
    assertTrue(version.err().startsWith("spheron-ssh "), version.err());

    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    Process program = user.starts("spheron-connect", "-T", "-D", "" + port, "box", "bash");
    try (BufferedWriter script = program.outputWriter(UTF_8);
        BufferedReader out = program.inputReader(UTF_8)) {
      script.write("echo 'a1b2: running'\nif [ -t 0 ]; then echo terminal; fi\nuname -s\n");
      script.flush();
      assertEquals("a1b2: running", out.readLine());
      assertEquals("Linux", out.readLine());
      var proxy =
          new Proxy(
              Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      try (var socket = new Socket(proxy)) {
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port()));
        assertArrayEquals("SSH-2.0-".getBytes(UTF_8), socket.getInputStream().readNBytes(8));
      }
      assertTrue(program.isAlive(), "the script has not ended");
      script.write("echo still here\nexit 5\n");
      script.flush();
      assertEquals("still here", out.readLine());
    }
    assertTrue(program.waitFor(60, TimeUnit.SECONDS), "it ends with the script");
    assertEquals(5, program.exitValue());
  }

  @Test
  void autosshKeepsItUp() throws Exception {
    RealPrograms.require("autossh");
    Path connect = PackagedProgram.built().launcher("spheron-connect");
    user.with("AUTOSSH_PATH", connect).with("AUTOSSH_GATETIME", "0");
    Result again =
        user.types(
            "autossh -M 0 box \"cd '$HOME'; echo x >>runs; test \\$(wc -l <runs) -gt 1 || kill -9"
                + " \\$PPID\"");
    assertEquals(0, again.status(), again.err());
    assertEquals("x\nx\n", Files.readString(user.home().resolve("runs")));
  }

  @Test
  void aWholeSessionOfMoshBeginsWithIt() throws Exception {
    RealPrograms.require("mosh");
    user.with("LC_ALL", "C.UTF-8").with("MOSH_SERVER_NETWORK_TMOUT", "60");
    var script = new StringBuilder();
    user.variables()
        .forEach((name, value) -> script.append("export %s='%s'%n".formatted(name, value)));
    script.append(
        "mosh --ssh='spheron-ssh connect'"
            + " --server='env MOSH_SERVER_NETWORK_TMOUT=60 mosh-server' box --"
            + " sh -c 'echo rea''dy; read line; echo \"got $line\"; read end'\n"
            + "echo status $?\n");
    try (TmuxPane pane = TmuxPane.run(folder, script.toString())) {
      pane.await("ready");
      pane.type("word", "Enter");
      pane.await("got word");
      pane.type("Enter");
      pane.await("status 0");
    }
  }

  @Test
  void theLinesOfTheReadmeWorkAsTheyStand() throws Exception {
    RealPrograms.require("ansible");
    Path there = Files.createDirectory(folder.resolve("instance"));
    String home = "cd '%1$s' && HOME='%1$s' exec sh -c \"$SSH_ORIGINAL_COMMAND\"".formatted(there);
    try (RealSshd trainer =
        RealSshd.start(
            Files.createDirectory(folder.resolve("trainer")),
            "Subsystem sftp /usr/lib/openssh/sftp-server",
            "ForceCommand " + home)) {
      user.meet(trainer);
      Files.writeString(
          user.home().resolve(".ssh/config"),
          "Host trainer\n  Hostname 127.0.0.1\n  Port %d\n".formatted(trainer.port()));
      Files.writeString(user.home().resolve("weights.pt"), "weights");
      succeed("git init -q --bare '%s/repository'".formatted(there));
      Matcher lines =
          Pattern.compile("## Beside other programs\n.*?```\n(.*?)```", Pattern.DOTALL)
              .matcher(Files.readString(Path.of("README.md")));
      assertTrue(lines.find(), "the README names programs");
      succeed(lines.group(1).lines().toArray(String[]::new));
      assertEquals(
          -1, Files.mismatch(user.home().resolve("data/file"), there.resolve("data/file")));
      assertEquals("weights", Files.readString(there.resolve("weights.pt")));
      assertTrue(Files.exists(user.home().resolve("repository/.git")), "git cloned");
    }
  }

  @Test
  void messagesGoToTheSystemsLogByItsOwnProgram() throws Exception {
    Path programs = Files.createDirectory(user.home().resolve("programs"));
    Path logger = programs.resolve("logger");
    Files.writeString(logger, "#!/bin/sh\necho \"$@\" >>\"$HOME/log\"\ncat >>\"$HOME/log\"\n");
    assertTrue(logger.toFile().setExecutable(true));
    Result result =
        user.types(
            "PATH=\"$HOME/programs:$PATH\" spheron-connect -y -oSyslogFacility=LOCAL3 -p 1"
                + " 127.0.0.1 true; echo $?");
    assertEquals(new Result(0, "255\n", ""), result);
    Path log = user.home().resolve("log");
    user.types("until grep -q hint log; do sleep 0.1; done");
    String said = Files.readString(log);
    assertTrue(said.startsWith("-t spheron-ssh -p local3.info\nspheron-ssh: error: TCP: "), said);
  }

  private void succeed(String... lines) throws Exception {
    for (String line : lines) {
      Result result = user.types(line);
      assertEquals(0, result.status(), line + "\n" + result);
    }
  }
}
