package io.github.spheronssh.file;

import io.github.spheronssh.SpheronSshException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file or folder that can't be read or written; the message names it. */
public class FileException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  /** Names the file and what was met there. */
  public FileException(String message, @Nullable String hint) {
    super(message, hint);
  }

  private FileException(String message, @Nullable String hint, IOException cause) {
    super(message, hint, cause);
  }

  /**
   * Says in words what the system said.
   *
   * @param attempt what was tried, as in {@code "write"}
   */
  public static FileException of(String attempt, Path path, IOException cause) {
    String reason = reason(cause);
    return new FileException(
        "cannot %s %s: %s".formatted(attempt, path, reason), remedy(reason, path), cause);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or folder";
      case NotDirectoryException _ -> "not a folder";
      case FileSystemException e when e.getReason() != null -> lowerCase(e.getReason());
      default -> lowerCase(String.valueOf(cause.getMessage()));
    };
  }

  private static @Nullable String remedy(String reason, Path path) {
    if (reason.contains("no space left") || reason.contains("quota")) {
      return "free some space on that disk and run it again; nothing was changed";
    }
    if (reason.equals("file too large")) {
      return "raise the limit on files (ulimit -f) and run it again; nothing was changed";
    }
    if (reason.contains("read-only")) {
      return "name a place that can be written to";
    }
    if (reason.equals("permission denied")) {
      Path folder = path.getParent();
      Path met = Files.exists(path) || folder == null ? path : folder;
      return "ls -ld '%s' shows whose it is".formatted(met);
    }
    return null;
  }

  private static String lowerCase(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
