package io.github.spheronssh.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.spheronssh.api.ApiKey;
import io.github.spheronssh.api.ApiSettings;
import io.github.spheronssh.api.ApiWatcher;
import io.github.spheronssh.api.BaseUrl;
import io.github.spheronssh.api.NewKey;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.key.KeyGenerator;
import io.github.spheronssh.key.KeyKind;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.sandbox.Sandbox;
import io.github.spheronssh.sandbox.SandboxInstance;
import io.github.spheronssh.sandbox.SandboxSettings;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A home beside a sandbox, in which all is well until a test breaks it. */
final class Clinic implements AutoCloseable {
  private static final Set<String> ENDED = Set.of("failed", "reclaimed");

  final Sandbox sandbox;
  final Path home;
  final CommandRun command;

  private Clinic(Sandbox sandbox, Path home) {
    this.sandbox = sandbox;
    this.home = home;
    this.command =
        new CommandRun(home)
            .with("SPHERON_API_BASE", sandbox.baseUri().toString())
            .with("SPHERON_API_KEY", sandbox.token());
  }

  /** A finding as the JSON report has it. */
  record Line(
      String id,
      String layer,
      String result,
      String evidence,
      @Nullable String becauseOf,
      @Nullable String remedy,
      long milliseconds) {}

  record Report(
      int schemaVersion,
      @Nullable String target,
      boolean healthy,
      @Nullable String firstFailure,
      List<Line> findings) {

    /** What is amiss, in order; what is skipped is not. */
    List<String> amiss() {
      return findings.stream()
          .filter(line -> line.result().equals("warn") || line.result().equals("fail"))
          .map(line -> line.result() + " " + line.id())
          .toList();
    }

    Line line(String id) {
      return findings.stream().filter(line -> line.id().equals(id)).findFirst().orElseThrow();
    }
  }

  /** Opens a sandbox, and a home in which the key that it knows, and its host keys, are. */
  static Clinic open(Path home, SandboxSettings settings) throws Exception {
    var clinic =
        new Clinic(Sandbox.start(settings.withCloudImagePause(Duration.ofSeconds(10))), home);
    Path ssh = folder(home.resolve(".ssh"));
    SshKeyPair pair = writeKey(ssh.resolve("id_ed25519"));
    clinic.api().addKey(new NewKey("laptop", pair.publicKey().toString(), null));
    Path pins = folder(home.resolve(".spheron")).resolve("known_hosts");
    for (SandboxInstance each : clinic.sandbox.instances()) {
      if (!ENDED.contains(each.name())) {
        clinic.pin(pins, each);
      }
    }
    mode(pins, "rw-------");
    return clinic;
  }

  private void pin(Path pins, SandboxInstance instance) throws IOException {
    List<String> lines = Files.exists(pins) ? Files.readAllLines(pins) : List.of();
    var all = new ArrayList<>(lines);
    all.add("spheron-" + instance.id() + " " + instance.hostKey());
    Files.write(pins, all);
  }

  SpheronApi api() throws Exception {
    BaseUrl base = BaseUrl.parse(sandbox.baseUri().toString(), "the test");
    ApiKey key = ApiKey.of(sandbox.token().toCharArray(), "the test");
    return SpheronApi.open(ApiSettings.of(base, key, "test"), ApiWatcher.NONE);
  }

  Report examine(String... arguments) throws Exception {
    return examine(command, arguments);
  }

  /** Runs the doctor, whose report and status must say the same. */
  static Report examine(CommandRun command, String... arguments) throws Exception {
    var words = new ArrayList<>(List.of("doctor", "-q", "--json"));
    words.addAll(List.of(arguments));
    Result run = command.run(words.toArray(String[]::new));
    assertEquals("", run.err());
    Report report = Json.read(run.out(), Report.class);
    assertEquals(report.healthy() ? 0 : 1, run.status());
    return report;
  }

  static Path folder(Path folder) throws IOException {
    return Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Writes a new pair of key files. */
  static SshKeyPair writeKey(Path file) throws Exception {
    SshKeyPair pair = new KeyGenerator().generate(KeyKind.ED25519, 256, false, "me@here");
    String text =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.keyPair().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    Files.writeString(file, text);
    mode(file, "rw-------");
    Files.writeString(file.resolveSibling(file.getFileName() + ".pub"), pair.publicKey() + "\n");
    return pair;
  }

  static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
