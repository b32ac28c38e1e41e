package io.github.spheronssh.backup;

import java.util.Arrays;

/** A file in a backup. */
final class Kept implements AutoCloseable {
  /** For everyone to read. */
  static final int ALL_READ = 0644;

  static final int OWNER_ONLY = 0600;

  private final String name;
  private final int mode;
  private final long modified;
  private final byte[] content;

  /**
   * A file.
   *
   * @param name within the user's home, with slashes
   * @param mode as in chmod
   * @param modified in seconds of Unix
   */
  Kept(String name, int mode, long modified, byte[] content) {
    this.name = name;
    this.mode = mode;
    this.modified = modified;
    this.content = content;
  }

  String name() {
    return name;
  }

  int mode() {
    return mode;
  }

  long modified() {
    return modified;
  }

  byte[] content() {
    return content;
  }

  /** Wipes the content. */
  @Override
  public void close() {
    Arrays.fill(content, (byte) 0);
  }
}
