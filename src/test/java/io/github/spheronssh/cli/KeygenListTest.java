package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code keygen -l} prints of each kind of file is what ssh-keygen prints, byte by byte. */
final class KeygenListTest {
  private static final Path SSH_KEYGEN = RealPrograms.require("ssh-keygen");

  @TempDir static Path folder;

  private final CommandRun command = new CommandRun(folder);

  @BeforeAll
  static void makeKeys() throws Exception {
    make("ed25519", "-C", "zoë@gpu 東京");
    make("silent", "-C", "");
    make("ecdsa", "-t", "ecdsa", "-C", "two  spaces");
    make("rsa", "-t", "rsa", "-b", "2048", "-m", "PEM", "-C", "me");
    make("locked", "-N", "secret", "-a", "1", "-C", "me");
    for (String name : List.of("ed25519", "silent", "rsa", "locked")) {
      Files.copy(folder.resolve(name), folder.resolve(name + "-alone"));
    }
    certify("ed25519", "-n", "me");
    certify("ecdsa", "-n", "me");
    certify("rsa", "-h", "-n", "host");
    String ed25519 = Files.readString(folder.resolve("ed25519.pub")).strip();
    String bare = ed25519.substring(0, ed25519.indexOf(' ', 20));
    String rsa = Files.readString(folder.resolve("rsa.pub")).strip();
    Files.writeString(
        folder.resolve("known_hosts"),
        """
        # a comment
        gpu,192.0.2.1 %1$s
        [gpu]:2222 %1$s # noted
        |1|bm90IGEgc2FsdA==|bm90IGEgaGFzaA== %2$s
        @cert-authority *.example.org %1$s
        @revoked * %1$s
        old 1024 35 1234567890
        """
            .formatted(bare, rsa));
    Files.writeString(
        folder.resolve("authorized_keys"),
        """
        \trestrict,command="echo \\"a b\\" #1",from="192.0.2.*" %1$s
          no-pty %2$s with\ta tab

        ssh-ed25519 AAAA cut off
        cert-authority %2$s
        %2$s
        ssh-unknown AAAA x
        """
            .formatted(bare, rsa));
    Files.writeString(folder.resolve("windows.pub"), "ssh-ed25519 ".concat("x\r\n") + rsa + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-l", "-lv", "-l -E md5", "-lv -E sha1", "-l -E sha384", "-lv -E SHA512"})
  void eachKindOfFileIsListedAsSshKeygenListsIt(String options) throws Exception {
    var files = new ArrayList<String>();
    for (String key : List.of("ed25519", "silent", "ecdsa", "rsa", "locked")) {
      files.addAll(List.of(key, key + ".pub"));
    }
    files.addAll(List.of("ed25519-alone", "silent-alone", "rsa-alone", "locked-alone"));
    files.addAll(List.of("ed25519-cert.pub", "ecdsa-cert.pub", "rsa-cert.pub"));
    files.addAll(List.of("known_hosts", "authorized_keys", "windows.pub"));
    for (String file : files) {
      Path path = folder.resolve(file);
      String theirs = ProgramRun.of(words(options, "-f", path)).succeeded();
      CommandRun.Result ours = command.run(ourWords(options, "-f", path.toString()));

      assertEquals(theirs, ours.out(), file);
      assertEquals(0, ours.status(), ours.err());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519.pub", "ecdsa-cert.pub", "known_hosts", "authorized_keys"})
  void standardInputIsListedAsSshKeygenListsIt(String file) throws Exception {
    String text = Files.readString(folder.resolve(file));
    String theirs = ProgramRun.of(Map.of(), text, words("-l", "-f", "-")).succeeded();

    CommandRun.Result ours = command.runReading(text, "keygen", "-l", "-f", "-");

    assertEquals(theirs, ours.out());
    assertEquals(0, ours.status(), ours.err());
  }

  @Test
  void aPrivateKeyOnStandardInputIsRefusedAndNotRepeated() throws Exception {
    String text = Files.readString(folder.resolve("ed25519"));

    CommandRun.Result run = command.runReading(text, "keygen", "-l", "-f", "-");

    assertEquals(1, run.status());
    assertTrue(run.err().contains("expected a public key, met a private key"), run.err());
    assertFalse(run.err().contains("b3BlbnNzaC1rZXktdjE"), run.err());
  }

  @Test
  void aPublicFileOfAnotherKeyIsNotBelieved() throws Exception {
    Path key = Files.copy(folder.resolve("ed25519"), folder.resolve("mixed"));
    Files.copy(folder.resolve("rsa.pub"), folder.resolve("mixed.pub"));

    String out = command.run("keygen", "-l", "-f", key.toString()).out();

    assertTrue(out.endsWith("zoë@gpu 東京 (ED25519)\n"), out);
  }

  @Test
  void whatHoldsNoKeySaysSo() throws Exception {
    Path file = Files.writeString(folder.resolve("text"), "nothing\nof use\n");

    CommandRun.Result run = command.run("keygen", "-l", "-f", file.toString());

    assertEquals(1, run.status());
    assertTrue(run.err().contains("met several lines"), run.err());
    assertEquals(1, command.run("keygen", "-l", "-y").status());
    assertEquals(1, command.run("keygen", "-y", "-f", "-").status());
  }

  @Test
  void theCommentOfACertificateCannotObeyTheTerminal() throws Exception {
    String line = Files.readString(folder.resolve("ed25519.pub")).strip() + " \u001b[2Jx\u202e";

    String out = command.runReading(line, "keygen", "-l", "-f", "-").out();

    assertTrue(out.contains("\\x1b[2Jx\\u202e"), out);
  }

  private static void make(String name, String... options) throws Exception {
    var words = new ArrayList<Object>(List.of(SSH_KEYGEN, "-q"));
    words.addAll(List.of(options));
    words.addAll(List.of("-f", folder.resolve(name)));
    if (!words.contains("-N")) {
      words.addAll(List.of("-N", ""));
    }
    if (!words.contains("-t")) {
      words.addAll(List.of("-t", "ed25519"));
    }
    ProgramRun.of(words.toArray()).succeeded();
  }

  private static void certify(String name, String... options) throws Exception {
    var words =
        new ArrayList<Object>(
            List.of(SSH_KEYGEN, "-q", "-s", folder.resolve("ed25519"), "-I", "id"));
    words.addAll(List.of(options));
    words.add(folder.resolve(name + ".pub"));
    ProgramRun.of(words.toArray()).succeeded();
  }

  private static Object[] words(String options, Object... rest) {
    var words = new ArrayList<Object>(List.of(SSH_KEYGEN));
    words.addAll(List.of(options.split(" ")));
    words.addAll(List.of(rest));
    return words.toArray();
  }

  private static String[] ourWords(String options, String... rest) {
    var words = new ArrayList<String>(List.of("keygen"));
    words.addAll(List.of(options.split(" ")));
    words.addAll(List.of(rest));
    return words.toArray(String[]::new);
  }
}
