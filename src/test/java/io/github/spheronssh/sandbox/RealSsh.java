package io.github.spheronssh.sandbox;

import io.github.spheronssh.testing.RealPrograms;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** OpenSSH's own client with a key of its own, which knows nobody's configuration. */
record RealSsh(Path folder, Path key, String publicKey) {
  private static final int MAX_SECONDS = 60;

  /** What came of a command. */
  static final class Result {
    private final int status;
    private final byte[] out;
    private final String err;

    private Result(int status, byte[] out, String err) {
      this.status = status;
      this.out = out;
      this.err = err;
    }

    int status() {
      return status;
    }

    byte[] out() {
      return out;
    }

    String err() {
      return err;
    }

    String text() {
      return new String(out, StandardCharsets.UTF_8);
    }
  }

  /** Makes a key in the given folder. */
  static RealSsh in(Path folder) throws Exception {
    Path keygen = RealPrograms.require("ssh-keygen");
    RealPrograms.require("ssh");
    Path key = folder.resolve("id_" + System.nanoTime());
    run(
        new byte[0],
        List.of(
            keygen.toString(), "-q", "-t", "ed25519", "-N", "", "-C", "me", "-f", key.toString()));
    String line = Files.readString(Path.of(key + ".pub")).strip();
    return new RealSsh(folder, key, line);
  }

  Result run(SandboxInstance instance, String user, String... command) throws Exception {
    return run(new byte[0], instance, user, command);
  }

  Result run(byte[] input, SandboxInstance instance, String user, String... command)
      throws Exception {
    var words = words("ssh", instance);
    words.addAll(List.of("-p", Integer.toString(instance.port()), "-l", user, "127.0.0.1"));
    words.addAll(List.of(command));
    return run(input, words);
  }

  /** The words of a client up to its options for one instance, whose host key alone is trusted. */
  List<String> words(String program, SandboxInstance instance) throws IOException {
    Path known = folder.resolve("known_hosts-" + instance.id());
    Files.writeString(known, "instance " + instance.hostKey() + "\n");
    return new ArrayList<>(
        List.of(
            RealPrograms.require(program).toString(),
            "-F",
            "none",
            "-i",
            key.toString(),
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "IdentityAgent=none",
            "-o",
            "BatchMode=yes",
            "-o",
            "StrictHostKeyChecking=yes",
            "-o",
            "HostKeyAlias=instance",
            "-o",
            "UserKnownHostsFile=" + known,
            "-o",
            "GlobalKnownHostsFile=/dev/null",
            "-o",
            "LogLevel=ERROR"));
  }

  static Result run(byte[] input, List<String> words) throws Exception {
    Process process = new ProcessBuilder(words).start();
    try {
      CompletableFuture<byte[]> out = read(process.getInputStream());
      CompletableFuture<byte[]> err = read(process.getErrorStream());
      Thread.ofVirtual()
          .start(
              () -> {
                try (OutputStream in = process.getOutputStream()) {
                  in.write(input);
                } catch (IOException e) {
                  // The program reads no further; what it said of that is in the result.
                }
              });
      if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("still running: " + words);
      }
      String said = new String(err.get(), StandardCharsets.UTF_8);
      return new Result(process.exitValue(), out.get(), said);
    } finally {
      process.destroyForcibly();
    }
  }

  private static CompletableFuture<byte[]> read(java.io.InputStream from) {
    var all = new CompletableFuture<byte[]>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (from) {
                all.complete(from.readAllBytes());
              } catch (IOException e) {
                all.completeExceptionally(e);
              }
            });
    return all;
  }
}
