package io.github.spheronssh.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The GPUs that an instance has for its users: an {@code nvidia-smi} that lists what was ordered.
 */
final class Gpus {
  private static final String SCRIPT =
      """
      #!/bin/sh
      # The sandbox has no GPUs. This lists those that the instance is said to have.
      exec cat "${0%/*}/gpus"
      """;

  private Gpus() {}

  /** Where the program is for the users of a home; beside it, since the home is theirs. */
  static Path folder(Path home) {
    return home.resolveSibling("bin");
  }

  /** Makes the program; Windows would run none of that name. */
  static void install(Path home, InstanceState.Hardware hardware) throws IOException {
    if (File.separatorChar == '\\') {
      return;
    }
    Path folder = Files.createDirectories(folder(home), OwnerFiles.FOLDER);
    String list =
        IntStream.range(0, hardware.gpuCount())
            .mapToObj(
                i -> "GPU %d: %s (UUID: GPU-sandbox-%d)%n".formatted(i, hardware.gpuType(), i))
            .collect(Collectors.joining());
    OwnerFiles.write(folder.resolve("gpus"), list);
    Path program = folder.resolve("nvidia-smi");
    OwnerFiles.write(program, SCRIPT);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }
}
