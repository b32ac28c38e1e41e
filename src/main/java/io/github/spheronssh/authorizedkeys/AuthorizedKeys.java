package io.github.spheronssh.authorizedkeys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.ssh.RemoteFiles;
import io.github.spheronssh.ssh.RemoteFiles.Kind;
import io.github.spheronssh.ssh.RemoteFiles.Stat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * The {@code ~/.ssh/authorized_keys} of the user who is logged in.
 *
 * <p>A change is written whole to a file beside it, synced, and put in its place in one step, with
 * the modes and the owner that it had: sshd meets the old lines or the new ones and never half of
 * them. Other programs know no lock of ours, so the file is read again right before that step, and
 * what they added meanwhile is taken along.
 */
public final class AuthorizedKeys {
  private static final String FOLDER = ".ssh";
  private static final String FILE = FOLDER + "/authorized_keys";
  private static final int LIMIT = 1024 * 1024;
  private static final int TRIES = 5;
  private static final int FILE_MODE = 0600;
  private static final int FOLDER_MODE = 0700;

  private final RemoteFiles files;

  /** The file of whoever is logged in where these files are. */
  public AuthorizedKeys(RemoteFiles files) {
    this.files = files;
  }

  /** What was taken off: the lines as they stood, and the file before and after. */
  public record Removal(List<String> lines, String before, String after) {
    /** Copies the list. */
    public Removal {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Adds a line for a key, with the options of the lines of another; none where it has one already.
   *
   * @return whether the file was changed
   * @throws AuthorizedKeysException where the file is not the user's own to change
   */
  public boolean add(PublicKeyLine key, PublicKeyLine like) throws SpheronSshException {
    return change(lines -> lines.with(key, like)).isPresent();
  }

  /**
   * Takes off the lines of a key; those of a certificate authority and of other keys stay.
   *
   * @return what was taken off; absent where there was none
   */
  public Optional<Removal> remove(PublicKeyLine key) throws SpheronSshException {
    return change(lines -> lines.without(key))
        .map(c -> new Removal(c.before().of(key), c.before().text(), c.after().text()));
  }

  /** Puts back what was taken off: to the byte, unless others changed the file meanwhile. */
  public void restore(Removal removal) throws SpheronSshException {
    var _ =
        change(
            lines ->
                lines.text().equals(removal.after())
                    ? new KeyLines(removal.before())
                    : lines.withLines(
                        removal.lines().stream()
                            .filter(line -> !lines.text().lines().toList().contains(line))
                            .toList()));
  }

  private record Change(KeyLines before, KeyLines after) {}

  private Optional<Change> change(UnaryOperator<KeyLines> edit) throws SpheronSshException {
    for (int i = 0; i < TRIES; i++) {
      Optional<Stat> present = look();
      KeyLines before = present.isPresent() ? read() : new KeyLines("");
      KeyLines after = edit.apply(before);
      if (after.equals(before)) {
        return Optional.empty();
      }
      if (put(before, after, present)) {
        return Optional.of(new Change(before, after));
      }
    }
    throw new AuthorizedKeysException(
        FILE + " there changes all the time", "find out what writes to it, and try again");
  }

  /** Whether the file was still as it was read when its place was taken. */
  private boolean put(KeyLines before, KeyLines after, Optional<Stat> present)
      throws SpheronSshException {
    byte[] content = after.text().getBytes(ISO_8859_1);
    String draft = draft(content);
    try {
      files.remove(draft);
      files.create(draft, content, present.map(Stat::mode).orElse(FILE_MODE));
      if (present.isPresent()) {
        keepOwner(draft, present.get());
      }
      Optional<Stat> now = look();
      boolean same = now.equals(present) && (now.isEmpty() || read().equals(before));
      if (same) {
        files.replace(FILE, draft);
      } else {
        files.remove(draft);
      }
      return same;
    } catch (SpheronSshException e) {
      takeBack(draft, e);
      throw e;
    }
  }

  private void takeBack(String draft, SpheronSshException reason) {
    try {
      files.remove(draft);
    } catch (SpheronSshException e) {
      reason.addSuppressed(e);
    }
  }

  private void keepOwner(String draft, Stat present) throws SpheronSshException {
    Optional<Stat> made = files.stat(draft);
    if (made.isPresent()
        && (made.get().owner() != present.owner() || made.get().group() != present.group())) {
      files.give(draft, present.owner(), present.group());
    }
  }

  /** The file, where it is one that may be changed; absent where there is none yet. */
  private Optional<Stat> look() throws SpheronSshException {
    Optional<Stat> folder = files.stat(FOLDER);
    if (folder.isEmpty()) {
      files.createFolder(FOLDER, FOLDER_MODE);
      return Optional.empty();
    }
    refuseUnless(Kind.FOLDER, FOLDER, folder.get());
    Optional<Stat> file = files.stat(FILE);
    if (file.isPresent()) {
      refuseUnless(Kind.FILE, FILE, file.get());
      if (!files.isWritable(FILE)) {
        throw new AuthorizedKeysException(
            "the user who is logged in may not write to %s there".formatted(FILE),
            "whoever runs the machine keeps that file: ask them to change the key");
      }
    }
    return file;
  }

  private static void refuseUnless(Kind expected, String path, Stat met)
      throws AuthorizedKeysException {
    if (met.kind() == Kind.LINK) {
      throw new AuthorizedKeysException(
          "%s there is a symbolic link, and what it leads to may be shared by others"
              .formatted(path),
          "change the key there by hand");
    }
    if (met.kind() != expected) {
      throw new AuthorizedKeysException(
          "expected a %s at %s there, met something else"
              .formatted(expected == Kind.FILE ? "file" : "folder", path),
          "look at it on the machine: ls -ld ~/" + path);
    }
  }

  private KeyLines read() throws SpheronSshException {
    return new KeyLines(new String(files.read(FILE, LIMIT), ISO_8859_1));
  }

  /**
   * A name by the content, so that the run which takes up a killed one's work finds its draft and
   * takes it away, and nobody else's that says something else.
   */
  private static String draft(byte[] content) {
    return FOLDER + "/.authorized_keys." + UUID.nameUUIDFromBytes(content) + ".spheron-ssh";
  }
}
