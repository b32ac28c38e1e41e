package io.github.spheronssh.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.doctor.Clinic.Line;
import io.github.spheronssh.doctor.Clinic.Report;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.RealSshd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For every check of the instance that takes a real server, what breaks it and nothing else. */
final class InstanceCatalogueTest {
  @TempDir Path home;
  @TempDir Path folder;

  private Ward ward;
  private final List<AutoCloseable> opened = new ArrayList<>();

  /** What is done to a ward in which all is well. */
  interface Breaking {
    void in(InstanceCatalogueTest test, Ward ward) throws Exception;
  }

  record Case(String result, String id, String words, Breaking breaking) {
    @Override
    public String toString() {
      return result + " " + id;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        fail("instance-team", "in the team lab", (_, ward) -> moved(ward)),
        fail(
            "login-methods",
            "it offers password",
            (test, ward) ->
                test.sshd(ward, "PubkeyAuthentication no", "PasswordAuthentication yes")),
        fail(
            "login-tries",
            "hung up after 2 of 3 keys",
            (test, ward) -> {
              Clinic.writeKey(ward.home.resolve(".ssh/id_ecdsa"));
              SshKeyPair last = Clinic.writeKey(ward.home.resolve(".ssh/id_rsa"));
              test.server(ward, "MaxAuthTries 2").authorize(last.publicKey().toString());
              ward.deployment.remove("sshKeyId");
            }),
        fail(
            "login",
            "ubuntu is let in",
            (_, ward) -> {
              ward.deployment.put("user", "root");
              ward.server.setPublickeyAuthenticator((user, _, _) -> user.equals("ubuntu"));
            }));
  }

  static Stream<String> ids() {
    return cases().map(Case::id);
  }

  @BeforeEach
  void open() throws Exception {
    ward = new Ward(home);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    ward.close();
  }

  @Test
  void onARealServerWhereAllIsWellNothingIsFound() throws Exception {
    sshd(ward);
    Report report = ward.examine("box");
    assertEquals(List.of(), report.amiss(), report.toString());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsBrokenIsFoundAndNothingElse(Case broken) throws Exception {
    broken.breaking().in(this, ward);
    Report report = ward.examine("box");
    assertEquals(List.of(broken.toString()), report.amiss(), report.toString());
    Line line = report.line(broken.id());
    assertTrue(line.evidence().contains(broken.words()), line.toString());
    String remedy = String.valueOf(line.remedy());
    assertTrue(!remedy.equals("null") && !remedy.isBlank(), line.toString());
    Result text = ward.command.run("doctor", "box");
    String mark = broken.result().equals("fail") ? "FAIL " : "warn ";
    assertTrue(
        text.out().lines().anyMatch(each -> each.startsWith(mark + broken.id() + " ")), text.out());
    assertTrue(text.out().contains("     -> " + remedy + "\n"), text.out());
  }

  /** A real server in the place of the ward's, which the ward's key opens. */
  private RealSshd sshd(Ward ward, String... configuration) throws Exception {
    RealSshd sshd = server(ward, configuration);
    sshd.authorize(ward.pair.publicKey().toString());
    return sshd;
  }

  private RealSshd server(Ward ward, String... configuration) throws Exception {
    var sshd = RealSshd.start(folder, configuration);
    opened.add(sshd);
    ward.deployment.put("sshPort", sshd.port());
    ward.deployment.put("user", sshd.userName());
    ward.pin(PublicKeyLine.parse(sshd.hostKey()));
    return sshd;
  }

  private static void moved(Ward ward) {
    ward.elsewhere.add(Map.of("id", "d1", "name", "box", "status", "running"));
    ward.deployment.put("id", "d2");
    ward.deployment.put("name", "tin");
  }

  private static Case fail(String id, String words, Breaking breaking) {
    return new Case("fail", id, words, breaking);
  }

  private static Case warn(String id, String words, Breaking breaking) {
    return new Case("warn", id, words, breaking);
  }
}
