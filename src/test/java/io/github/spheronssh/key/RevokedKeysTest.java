package io.github.spheronssh.key;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of revoked keys that ssh-keygen makes, and says itself what they revoke. */
final class RevokedKeysTest {
  @TempDir static Path folder;
  private static final Path KEYGEN = RealPrograms.require("ssh-keygen");

  /** The files of keys and certificates that each list is asked about. */
  private static final List<Path> ASKED = new ArrayList<>();

  @BeforeAll
  static void makeKeys() throws Exception {
    for (String name : List.of("ca", "other", "plain")) {
      make(name);
    }
    ASKED.add(folder.resolve("plain.pub"));
    ASKED.add(folder.resolve("ca.pub"));
    for (String serial : List.of("0", "1", "5", "64", "65", "1000", "18446744073709551615")) {
      certify("ca", serial, "host-" + serial);
    }
    certify("other", "5", "host-5");
  }

  /** By what the list is made, {@code @} standing for the file of a public key. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "; key: @plain",
        "; sha1: @plain",
        "; sha256: @plain",
        "; hash: #plain",
        "; key: @ca",
        "ca; serial: 5",
        "ca; serial: 5-64",
        "ca; serial: 18446744073709551615",
        "ca; serial: 1-18446744073709551615",
        "ca; id: host-0",
        "other; serial: 5",
        "none; serial: 5",
        "none; id: host-1000"
      })
  void aRevocationListRevokesWhatSshKeygenSays(String authority, String line) throws Exception {
    agree(authority, List.of(line));
  }

  @Test
  void manySerialNumbersMayBeBits() throws Exception {
    List<String> odd = IntStream.range(0, 40).mapToObj(i -> "serial: " + (2 * i + 1)).toList();
    agree("ca", odd);
  }

  private void agree(String authority, List<String> lines) throws Exception {
    Path specification = folder.resolve("specification");
    Files.write(specification, lines.stream().map(RevokedKeysTest::written).toList());
    Path list = Files.createTempFile(folder, "list", ".krl");
    var command = new ArrayList<Object>(List.of(KEYGEN, "-q", "-k", "-f", list));
    if (authority != null) {
      command.add("-s");
      command.add(authority.equals("none") ? authority : folder.resolve(authority + ".pub"));
    }
    command.add(specification);
    ProgramRun.of(command.toArray()).succeeded();
    Map<String, Boolean> said = said(list);
    assertTrue(said.containsValue(true) && said.containsValue(false), said.toString());
    assertEquals(said, found(RevokedKeys.read(list)));
  }

  @Test
  void aPlainListHoldsKeysAndWhatTheySigned() throws Exception {
    Path list = folder.resolve("plain-list");
    String ca = Files.readString(folder.resolve("ca.pub"));
    Files.writeString(list, "# old\n\n  " + ca);
    RevokedKeys revoked = RevokedKeys.read(list);
    assertTrue(holds(revoked, folder.resolve("ca.pub")));
    assertTrue(holds(revoked, folder.resolve("ca-5-cert.pub")));
    assertFalse(holds(revoked, folder.resolve("other-5-cert.pub")));
    assertFalse(holds(revoked, folder.resolve("plain.pub")));
    Files.writeString(list, "ssh-of-the-future AAAAEXNzaC1vZi10aGUtZnV0dXJlAAAAAA== x\n");
    assertFalse(found(RevokedKeys.read(list)).containsValue(true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rubbish", "ssh-ed25519", "ssh-ed25519 !!!!", "ssh-rsa AAAA", "SSHKRL\n\0"})
  void whatIsNoListIsAnError(String content) throws Exception {
    Path list = folder.resolve("bad");
    Files.writeString(list, content);
    var e = assertThrows(SpheronSshException.class, () -> RevokedKeys.read(list));
    assertTrue(e.getMessage().contains(list.toString()), e.getMessage());
    assertThrows(SpheronSshException.class, () -> RevokedKeys.read(folder.resolve("nowhere")));
  }

  /** What ssh-keygen says of each file that is asked about. */
  private static Map<String, Boolean> said(Path list) throws Exception {
    var command = Stream.concat(Stream.of(KEYGEN, "-Q", "-f", list), ASKED.stream()).toArray();
    var said = new TreeMap<String, Boolean>();
    ProgramRun.of(command)
        .out()
        .lines()
        .forEach(
            line ->
                said.put(
                    Path.of(line.substring(0, line.indexOf(' '))).getFileName().toString(),
                    line.endsWith("REVOKED")));
    return said;
  }

  private static Map<String, Boolean> found(RevokedKeys revoked) {
    return new TreeMap<>(
        ASKED.stream()
            .collect(toMap(file -> file.getFileName().toString(), file -> holds(revoked, file))));
  }

  private static boolean holds(RevokedKeys revoked, Path file) {
    try {
      return file.toString().endsWith("-cert.pub")
          ? revoked.holds(Certificate.read(file))
          : revoked.holds(PublicKeyLine.parse(Files.readString(file)));
    } catch (SpheronSshException | java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String written(String line) {
    try {
      int at = line.indexOf('@');
      int hash = line.indexOf('#');
      if (at >= 0) {
        Path file = folder.resolve(line.substring(at + 1) + ".pub");
        return line.substring(0, at) + Files.readString(file).strip();
      }
      if (hash >= 0) {
        Path file = folder.resolve(line.substring(hash + 1) + ".pub");
        return line.substring(0, hash) + PublicKeyLine.parse(Files.readString(file)).fingerprint();
      }
      return line;
    } catch (SpheronSshException | java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void make(String name) throws Exception {
    Path file = folder.resolve(name);
    ProgramRun.of(KEYGEN, "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file).succeeded();
  }

  private static void certify(String authority, String serial, String id) throws Exception {
    String name = authority + "-" + serial;
    make(name);
    Path ca = folder.resolve(authority);
    Path key = folder.resolve(name + ".pub");
    ProgramRun.of(KEYGEN, "-q", "-s", ca, "-h", "-I", id, "-z", serial, key).succeeded();
    ASKED.add(folder.resolve(name + "-cert.pub"));
  }
}
