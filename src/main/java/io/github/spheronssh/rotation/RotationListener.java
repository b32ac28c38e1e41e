package io.github.spheronssh.rotation;

import io.github.spheronssh.instance.Instance;

/** Is told each step before it is taken; may be called from several threads. */
public interface RotationListener {
  /** A step on this machine or in the account. */
  void step(String what);

  /** A step on an instance. */
  default void step(Instance instance, String what) {
    step(instance.name() + ": " + what);
  }

  /** What came of an instance. */
  default void came(Outcome outcome) {}
}
