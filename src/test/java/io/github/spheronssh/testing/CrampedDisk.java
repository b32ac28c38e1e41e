package io.github.spheronssh.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.spheronssh.testing.PackagedProgram.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Ways to have a disk that takes not one byte more. */
public enum CrampedDisk {
  /** A limit of the process, which anybody may set: files can be made, and nothing written. */
  LIMIT("file too large"),

  /** A small tmpfs, which root alone may mount. */
  TMPFS("no space left on device");

  private static final String SIZE = "size=256k,mode=0777";

  private final String reason;

  CrampedDisk(String reason) {
    this.reason = reason;
  }

  /** Those that can be had here, one at the least. */
  public static Stream<CrampedDisk> all() {
    return Stream.of(values()).filter(disk -> disk == LIMIT || mayMount());
  }

  private static boolean mayMount() {
    try {
      Path probe = Files.createTempDirectory("disk");
      boolean mounted = asRoot("mount", "-t", "tmpfs", "-o", SIZE, "none", probe).status() == 0;
      if (mounted) {
        asRoot("umount", probe).succeeded();
      }
      Files.delete(probe);
      return mounted;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The disk, with much room as yet, at this new folder. */
  public Mounted mount(Path folder) throws IOException {
    Files.createDirectory(folder);
    if (this == TMPFS) {
      asRoot("mount", "-t", "tmpfs", "-o", SIZE, "none", folder).succeeded();
    }
    return new Mounted(this, folder);
  }

  /** A disk in use, which is taken away when closed. */
  public record Mounted(CrampedDisk disk, Path folder) implements AutoCloseable {
    /** From here on it takes no byte more. */
    public void fill() throws IOException {
      if (disk == TMPFS) {
        try (var filler = Files.newOutputStream(folder.resolve("filler"))) {
          for (; ; ) {
            filler.write(new byte[512]);
          }
        } catch (IOException e) {
          assertEquals("No space left on device", e.getMessage());
        }
      }
    }

    /** What the system says of it. */
    public String reason() {
      return disk.reason;
    }

    /** What happens when the user types this. */
    public Result run(PackageUser user, String script) throws IOException, InterruptedException {
      // What it prints goes through pipes, since the limit is one on all files.
      String limited =
          disk == TMPFS
              ? script
              : """
              { { { (ulimit -f 0; %s); echo $? >&4; } | cat >&5; } 2>&1 | cat >&6; } 4>status 5>&1 6>&2
              exit $(cat status; rm status)
              """
                  .formatted(script);
      return user.types(limited);
    }

    @Override
    public void close() throws IOException {
      if (disk == TMPFS) {
        asRoot("umount", folder).succeeded();
      }
    }
  }

  private static ProgramRun asRoot(Object... command) throws IOException {
    Stream<Object> sudo =
        System.getProperty("user.name").equals("root")
            ? Stream.of()
            : RealPrograms.find("sudo").stream().flatMap(path -> Stream.of(path, "-n"));
    try {
      return ProgramRun.of(Stream.concat(sudo, Stream.of(command)).toArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
