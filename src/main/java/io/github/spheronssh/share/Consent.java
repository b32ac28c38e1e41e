package io.github.spheronssh.share;

/** Says whether a client may have what it asks for; may take as long as a person does. */
@FunctionalInterface
public interface Consent {
  /** Whether whoever is asked says yes. */
  boolean given(String question);

  /** Everything is allowed. */
  static Consent always() {
    return question -> true;
  }
}
