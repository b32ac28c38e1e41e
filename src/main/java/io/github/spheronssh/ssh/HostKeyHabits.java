package io.github.spheronssh.ssh;

import java.util.List;

/**
 * What is done with host keys beside the judgement, by the words of ssh_config(5).
 *
 * @param checksAddress whether the address has to be known by the same key (CheckHostIP)
 * @param hashesNames whether the names of new lines are hashed (HashKnownHosts)
 * @param showsPicture whether a known key is shown too, with its randomart (VisualHostKey)
 * @param learning what becomes of further keys that a host lists (UpdateHostKeys)
 * @param authorityAlgorithms how authorities may sign host certificates (CASignatureAlgorithms)
 */
public record HostKeyHabits(
    boolean checksAddress,
    boolean hashesNames,
    boolean showsPicture,
    Learning learning,
    List<String> authorityAlgorithms) {
  /** What becomes of further keys that a host lists and proves. */
  public enum Learning {
    /** They are kept, and what the host has no more is dropped. */
    YES,
    /** Nothing. */
    NO,
    /** The person is asked when the session ends. */
    ASK
  }

  /** What ssh does unless told otherwise. */
  public static final HostKeyHabits USUAL =
      new HostKeyHabits(
          false,
          false,
          false,
          Learning.YES,
          List.of(
              "ssh-ed25519",
              "ecdsa-sha2-nistp256",
              "ecdsa-sha2-nistp384",
              "ecdsa-sha2-nistp521",
              "sk-ssh-ed25519@openssh.com",
              "sk-ecdsa-sha2-nistp256@openssh.com",
              "rsa-sha2-512",
              "rsa-sha2-256"));

  /** Copies the list. */
  public HostKeyHabits {
    authorityAlgorithms = List.copyOf(authorityAlgorithms);
  }

  /**
   * The same for an instance: an id hides nothing, and the address that it has today says nothing.
   */
  public HostKeyHabits ofInstances() {
    return new HostKeyHabits(false, false, showsPicture, learning, authorityAlgorithms);
  }

  /** The same with another way to learn. */
  public HostKeyHabits learning(Learning other) {
    return new HostKeyHabits(checksAddress, hashesNames, showsPicture, other, authorityAlgorithms);
  }
}
