package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Where files may be changed: in the user's home and in this program's folder. */
record OwnGround(Environment environment) {

  /**
   * Where a file really is, behind whatever links lead to it; it need not be there yet.
   *
   * @throws SpheronSshException where that is on other ground
   */
  Path real(Path path) throws SpheronSshException {
    Path real = resolved(path);
    for (Path ground : new Path[] {environment.home(), environment.spheronFolder()}) {
      if (Files.isDirectory(ground) && real.startsWith(resolved(ground))) {
        return real;
      }
    }
    throw new SpheronSshException(
        "%s lies outside of your home: %s".formatted(environment.display(path), real));
  }

  private static Path resolved(Path path) throws FileException {
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        return path.toRealPath();
      }
      Path folder = path.toAbsolutePath().getParent();
      return folder == null ? path : folder.toRealPath().resolve(path.getFileName());
    } catch (IOException e) {
      throw FileException.of("follow the links of", path, e);
    }
  }
}
