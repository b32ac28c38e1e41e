package io.github.spheronssh.ssh;

/**
 * What is done with host keys beside the judgement, by the words of ssh_config(5).
 *
 * @param checksAddress whether the address has to be known by the same key (CheckHostIP)
 * @param hashesNames whether the names of new lines are hashed (HashKnownHosts)
 * @param showsPicture whether a known key is shown too, with its randomart (VisualHostKey)
 * @param learning what becomes of further keys that a host lists (UpdateHostKeys)
 */
public record HostKeyHabits(
    boolean checksAddress, boolean hashesNames, boolean showsPicture, Learning learning) {
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
  public static final HostKeyHabits USUAL = new HostKeyHabits(false, false, false, Learning.YES);

  /**
   * The same for an instance: an id hides nothing, and the address that it has today says nothing.
   */
  public HostKeyHabits ofInstances() {
    return new HostKeyHabits(false, false, showsPicture, learning);
  }

  /** The same with another way to learn. */
  public HostKeyHabits learning(Learning other) {
    return new HostKeyHabits(checksAddress, hashesNames, showsPicture, other);
  }
}
