package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import java.util.Optional;

/**
 * The files of the user who is logged in, by SFTP (draft-ietf-secsh-filexfer-02): no shell sees a
 * name or a content. Paths that aren't absolute start in the user's home.
 */
public interface RemoteFiles extends AutoCloseable {
  /** What a name stands for. */
  enum Kind {
    FILE,
    FOLDER,
    LINK,
    OTHER
  }

  /**
   * What is said of a file.
   *
   * @param mode the permission bits, from 0 to 07777
   * @param owner the number of the user that it belongs to
   * @param group the number of the group that it belongs to
   */
  record Stat(Kind kind, int mode, int owner, int group) {}

  /** What the name itself stands for, and not what a link leads to; absent where it is free. */
  Optional<Stat> stat(String path) throws SpheronSshException;

  /** Whether the user may write to the file; it is opened for that, and stays as it is. */
  boolean isWritable(String path) throws SpheronSshException;

  /**
   * Reads the whole file.
   *
   * @param limit the most bytes that are accepted
   */
  byte[] read(String path, int limit) throws SpheronSshException;

  /** Writes a file that must not be there yet, with these permission bits, and syncs it. */
  void create(String path, byte[] content, int mode) throws SpheronSshException;

  /** Makes a folder that must not be there yet, with these permission bits. */
  void createFolder(String path, int mode) throws SpheronSshException;

  /** Gives the file to a user and a group, by their numbers. */
  void give(String path, int owner, int group) throws SpheronSshException;

  /**
   * Puts one file in the place of another in one step (posix-rename@openssh.com, OpenSSH's
   * PROTOCOL, 4.3).
   */
  void replace(String path, String by) throws SpheronSshException;

  /** Removes the file; one that isn't there is no error. */
  void remove(String path) throws SpheronSshException;

  /** Ends the transfer; the session goes on. */
  @Override
  void close();
}
