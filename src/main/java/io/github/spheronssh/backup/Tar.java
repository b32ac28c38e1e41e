package io.github.spheronssh.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An archive in the ustar format (POSIX.1-2001, pax) of plain files with names of at most 100
 * bytes. It reads what it writes, and the same as tar packs it; links, devices and longer names are
 * refused.
 */
final class Tar {
  private static final int BLOCK = 512;
  private static final int MOST_FILES = 4096;
  private static final int NAME_SIZE = 100;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_SIZE = 8;
  private static final int TYPE = 156;
  private static final String MAGIC = "ustar";

  private Tar() {}

  static byte[] write(List<Kept> files) throws BackupException {
    int size = 2 * BLOCK;
    for (Kept file : files) {
      size += BLOCK + padded(file.content().length);
    }
    var tar = ByteBuffer.allocate(size);
    for (Kept file : files) {
      tar.put(header(file)).put(file.content());
      tar.position(padded(tar.position()));
    }
    return tar.array();
  }

  private static byte[] header(Kept file) throws BackupException {
    byte[] name = file.name().getBytes(UTF_8);
    if (name.length > NAME_SIZE) {
      throw new BackupException(
          "the name %s is longer than the %d bytes that tar keeps"
              .formatted(file.name(), NAME_SIZE),
          "rename it");
    }
    var header = ByteBuffer.allocate(BLOCK);
    header.put(0, name);
    put(header, 100, "%07o", file.mode());
    put(header, 108, "%07o", 0); // owner and group are those of whoever unpacks it
    put(header, 116, "%07o", 0);
    put(header, 124, "%011o", file.content().length);
    put(header, 136, "%011o", Math.max(0, file.modified()));
    header.put(TYPE, (byte) '0');
    header.put(257, (MAGIC + "\0" + "00").getBytes(US_ASCII));
    put(header, CHECKSUM, "%06o\0 ", checksum(header.array()));
    return header.array();
  }

  private static void put(ByteBuffer header, int at, String format, long number) {
    header.put(at, format.formatted(number).getBytes(US_ASCII));
  }

  /**
   * The files of an archive, the caller's to wipe, in its order; folders in it count for nothing.
   */
  static List<Kept> read(byte[] tar) throws BackupException {
    var files = new ArrayList<Kept>();
    int at = 0;
    while (at + BLOCK <= tar.length && !isEmpty(tar, at)) {
      byte[] header = Arrays.copyOfRange(tar, at, at + BLOCK);
      if (octal(header, CHECKSUM, CHECKSUM_SIZE) != checksum(header)
          || !text(header, 257, 5).equals(MAGIC)) {
        throw damaged();
      }
      String name = text(header, 0, NAME_SIZE);
      long size = octal(header, 124, 12);
      at += BLOCK;
      if (size > tar.length - at) {
        throw damaged();
      }
      byte type = header[TYPE];
      if (type != '5') {
        if ((type != '0' && type != 0) || header[345] != 0) {
          throw new BackupException(
              "expected plain files in the backup, met something else: " + name, null);
        }
        if (files.size() == MOST_FILES) {
          throw new BackupException(
              "expected at most %d files in the backup".formatted(MOST_FILES), null);
        }
        byte[] content = Arrays.copyOfRange(tar, at, at + (int) size);
        int mode = (int) octal(header, 100, 8) & 0777;
        files.add(new Kept(name, mode, octal(header, 136, 12), content));
      }
      at += padded((int) size);
    }
    if (at + BLOCK > tar.length) {
      throw damaged(); // two empty blocks end an archive, and one ends ours
    }
    return List.copyOf(files);
  }

  private static boolean isEmpty(byte[] tar, int at) {
    for (int i = at; i < at + BLOCK; i++) {
      if (tar[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** The sum of a header's bytes, as if its own field held spaces. */
  private static int checksum(byte[] header) {
    int sum = CHECKSUM_SIZE * ' ';
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= CHECKSUM && i < CHECKSUM + CHECKSUM_SIZE ? 0 : Byte.toUnsignedInt(header[i]);
    }
    return sum;
  }

  private static long octal(byte[] header, int at, int length) throws BackupException {
    String digits = text(header, at, length).strip();
    if (!digits.matches("[0-7]{1,12}")) {
      throw damaged();
    }
    return Long.parseLong(digits, 8);
  }

  private static String text(byte[] header, int at, int length) throws BackupException {
    var text = new ByteArrayOutputStream();
    for (int i = at; i < at + length && header[i] != 0; i++) {
      text.write(header[i]);
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(text.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw damaged();
    }
  }

  private static int padded(int size) {
    return Math.ceilDiv(size, BLOCK) * BLOCK;
  }

  private static BackupException damaged() {
    return new BackupException("what the backup holds is no archive of tar's", null);
  }
}
