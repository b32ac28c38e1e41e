package io.github.spheronssh.authorizedkeys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.ssh.RemoteFiles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Files of another machine, kept in memory, of which any operation can be made to fail. */
public final class MemoryFiles implements RemoteFiles {
  private static final int USER = 1000;

  private record Entry(Stat stat, String content) {}

  private final Map<String, Entry> entries = new TreeMap<>();
  private final Map<String, Boolean> readOnly = new LinkedHashMap<>();
  private Faults faults = _ -> {};
  private int maker = USER;

  /** Is told each operation before it; what it throws becomes of the operation. */
  @FunctionalInterface
  public interface Faults {
    /** Before the operation. */
    void before(String operation) throws SpheronSshException;
  }

  /** From here on operations fail as this says. */
  public void failing(Faults other) {
    faults = other;
  }

  /** From here on new files belong to this user. */
  void actAs(int user) {
    maker = user;
  }

  void put(String path, Kind kind, int mode, String content) {
    entries.put(path, new Entry(new Stat(kind, mode, USER, USER), bytes(content.getBytes(UTF_8))));
  }

  /** Makes a file with this content, in a folder .ssh. */
  public void authorizedKeys(String content) {
    put(".ssh", Kind.FOLDER, 0700, "");
    put(".ssh/authorized_keys", Kind.FILE, 0600, content);
  }

  /** The file's content; empty where there is none. */
  public String authorizedKeys() {
    Entry entry = entries.get(".ssh/authorized_keys");
    return entry == null ? "" : new String(entry.content().getBytes(ISO_8859_1), UTF_8);
  }

  void forbidWriting(String path) {
    readOnly.put(path, true);
  }

  /** The names that are there. */
  Set<String> names() {
    return entries.keySet();
  }

  @Override
  public Optional<Stat> stat(String path) throws SpheronSshException {
    faults.before("stat " + path);
    return Optional.ofNullable(entries.get(path)).map(Entry::stat);
  }

  @Override
  public boolean isWritable(String path) throws SpheronSshException {
    faults.before("writable " + path);
    return !readOnly.containsKey(path);
  }

  @Override
  public byte[] read(String path, int limit) throws SpheronSshException {
    faults.before("read " + path);
    return entry(path).content().getBytes(ISO_8859_1);
  }

  @Override
  public void create(String path, byte[] content, int mode) throws SpheronSshException {
    faults.before("create " + path);
    if (entries.containsKey(path)) {
      throw new SpheronSshException(path + " is there");
    }
    entries.put(path, new Entry(new Stat(Kind.FILE, mode, maker, maker), bytes(content)));
  }

  @Override
  public void createFolder(String path, int mode) throws SpheronSshException {
    faults.before("folder " + path);
    entries.put(path, new Entry(new Stat(Kind.FOLDER, mode, maker, maker), ""));
  }

  @Override
  public void give(String path, int owner, int group) throws SpheronSshException {
    faults.before("give " + path);
    if (maker != 0) {
      throw new SpheronSshException("cannot keep the owner of " + path);
    }
    Entry entry = entry(path);
    Stat before = entry.stat();
    entries.put(
        path, new Entry(new Stat(before.kind(), before.mode(), owner, group), entry.content()));
  }

  @Override
  public void replace(String path, String by) throws SpheronSshException {
    faults.before("replace " + path);
    Entry entry = entry(by);
    entries.remove(by);
    entries.put(path, entry);
  }

  @Override
  public void remove(String path) throws SpheronSshException {
    faults.before("remove " + path);
    entries.remove(path);
  }

  private static String bytes(byte[] content) {
    return new String(content, ISO_8859_1);
  }

  private Entry entry(String path) throws SpheronSshException {
    Entry entry = entries.get(path);
    if (entry == null) {
      throw new SpheronSshException("there is no " + path);
    }
    return entry;
  }

  @Override
  public void close() {}
}
