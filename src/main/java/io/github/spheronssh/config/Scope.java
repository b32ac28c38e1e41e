package io.github.spheronssh.config;

/**
 * What holds for the lines of a section.
 *
 * @param active whether they count
 * @param named whether the section, or one that includes it, names the target
 */
record Scope(boolean active, boolean named) {
  /** Before any section. */
  static final Scope TOP = new Scope(true, false);

  /** A section within this one. */
  Scope within(boolean matches, boolean names) {
    return new Scope(active && matches, named || names);
  }

  Origin origin() {
    return named ? Origin.NAMED : Origin.GENERAL;
  }
}
