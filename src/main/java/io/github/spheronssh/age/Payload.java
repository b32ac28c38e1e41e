package io.github.spheronssh.age;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/**
 * What comes after the header: a nonce, and the content in chunks of 64 KiB that are numbered, so
 * that none can be moved, and of which the last says so, so that none can be missing.
 */
final class Payload {
  private static final int SALT_SIZE = 16;
  private static final int CHUNK = 64 * 1024;
  private static final int SEALED_CHUNK = CHUNK + Primitives.TAG_SIZE;

  private Payload() {}

  static byte[] encrypt(byte[] content, byte[] fileKey) {
    byte[] salt = Primitives.random(SALT_SIZE);
    byte[] key = Primitives.derive(fileKey, salt, "payload");
    int chunks = Math.max(1, Math.ceilDiv(content.length, CHUNK));
    var payload =
        ByteBuffer.allocate(SALT_SIZE + content.length + chunks * Primitives.TAG_SIZE).put(salt);
    for (int i = 0; i < chunks; i++) {
      int end = Math.min(content.length, (i + 1) * CHUNK);
      byte[] chunk = Arrays.copyOfRange(content, i * CHUNK, end);
      payload.put(Primitives.seal(key, nonce(i, i == chunks - 1), chunk));
      Arrays.fill(chunk, (byte) 0);
    }
    Arrays.fill(key, (byte) 0);
    return payload.array();
  }

  /** Decrypts what is in the file from there on. */
  static byte[] decrypt(byte[] file, int start, byte[] fileKey) throws AgeException {
    int first = start + SALT_SIZE;
    int sealed = file.length - first;
    int chunks = Math.ceilDiv(sealed, SEALED_CHUNK);
    int length = sealed - chunks * Primitives.TAG_SIZE;
    if (chunks < 1 || length < 0 || (chunks > 1 && length <= (chunks - 1) * CHUNK)) {
      throw new AgeException("the file is cut short", null);
    }
    byte[] key = Primitives.derive(fileKey, Arrays.copyOfRange(file, start, first), "payload");
    byte[] content = new byte[length];
    try {
      for (int i = 0; i < chunks; i++) {
        int from = first + i * SEALED_CHUNK;
        int size = Math.min(SEALED_CHUNK, file.length - from);
        byte[] chunk = Primitives.open(key, nonce(i, i == chunks - 1), file, from, size);
        System.arraycopy(chunk, 0, content, i * CHUNK, chunk.length);
        Arrays.fill(chunk, (byte) 0);
      }
      return content;
    } catch (AEADBadTagException e) {
      Arrays.fill(content, (byte) 0);
      throw new AgeException("the file is damaged or cut short", null);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** The chunk's number in eleven bytes, and whether it is the last. */
  private static byte[] nonce(int number, boolean last) {
    return ByteBuffer.allocate(Primitives.NONCE_SIZE)
        .putInt(7, number)
        .put(11, (byte) (last ? 1 : 0))
        .array();
  }
}
