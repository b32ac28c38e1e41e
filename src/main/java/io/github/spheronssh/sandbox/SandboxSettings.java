package io.github.spheronssh.sandbox;

import io.github.spheronssh.SpheronSshException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * How a sandbox is to be.
 *
 * @param port the API's port on loopback; 0 lets the kernel pick one
 * @param instances how many healthy instances stand beside the ones that differ on purpose, 0 to
 *     {@value #MAX_INSTANCES}
 * @param quirks what of the service's oddities it shows
 * @param sshd the real SSH server that healthy instances are to run, instead of the embedded one
 * @param stateFile where keys, deployments and token outlive the sandbox
 * @param boot how long a new deployment takes to run
 * @param cloudImagePause how long the cloud image holds root before it hangs up
 */
public record SandboxSettings(
    int port,
    int instances,
    Set<Quirk> quirks,
    Optional<Path> sshd,
    Optional<Path> stateFile,
    Duration boot,
    Duration cloudImagePause) {
  /** The most healthy instances that one sandbox adds. */
  public static final int MAX_INSTANCES = 100;

  /** Copies the set, and refuses what is out of range. */
  public SandboxSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("expected a port from 0 to 65535, met " + port);
    }
    if (instances < 0 || instances > MAX_INSTANCES) {
      throw new IllegalArgumentException(
          "expected 0 to %d instances, met %d".formatted(MAX_INSTANCES, instances));
    }
    if (boot.isNegative() || cloudImagePause.isNegative()) {
      throw new IllegalArgumentException("expected a time of 0 or more, met less");
    }
    quirks = Set.copyOf(quirks);
  }

  /**
   * No quirks, embedded servers, nothing kept; 3 s to boot and, as on cloud images, 10 s of pause.
   */
  public static SandboxSettings defaults() {
    return new SandboxSettings(
        0,
        0,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10));
  }

  /** The same on another port. */
  public SandboxSettings withPort(int port) {
    return new SandboxSettings(port, instances, quirks, sshd, stateFile, boot, cloudImagePause);
  }

  /** The same with another number of healthy instances, {@code gpu-1} and on. */
  public SandboxSettings withInstances(int instances) {
    return new SandboxSettings(port, instances, quirks, sshd, stateFile, boot, cloudImagePause);
  }

  /** The same with these quirks too. */
  public SandboxSettings withQuirks(Quirk... more) {
    var all = new HashSet<>(quirks);
    all.addAll(Arrays.asList(more));
    return new SandboxSettings(port, instances, all, sshd, stateFile, boot, cloudImagePause);
  }

  /** The same with a real SSH server. */
  public SandboxSettings withSshd(Path sshd) {
    return new SandboxSettings(
        port, instances, quirks, Optional.of(sshd), stateFile, boot, cloudImagePause);
  }

  /**
   * The same with the SSH server that this machine has.
   *
   * @throws SpheronSshException where it has none
   */
  public SandboxSettings withInstalledSshd() throws SpheronSshException {
    Optional<Path> found = RealServer.find();
    return withSshd(
        found.orElseThrow(
            () ->
                new SpheronSshException(
                    "this machine has no sshd where systems keep it",
                    "install it (sudo apt-get install openssh-server), or give --sshd=PATH")));
  }

  /** The same with its state in a file. */
  public SandboxSettings withStateFile(Path stateFile) {
    return new SandboxSettings(
        port, instances, quirks, sshd, Optional.of(stateFile), boot, cloudImagePause);
  }

  /** The same with another time to boot. */
  public SandboxSettings withBoot(Duration boot) {
    return new SandboxSettings(port, instances, quirks, sshd, stateFile, boot, cloudImagePause);
  }

  /** The same with another pause of the cloud image. */
  public SandboxSettings withCloudImagePause(Duration cloudImagePause) {
    return new SandboxSettings(port, instances, quirks, sshd, stateFile, boot, cloudImagePause);
  }
}
