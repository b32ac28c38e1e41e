package io.github.spheronssh.login;

/** Is told what a login comes to. */
@FunctionalInterface
public interface LoginWatcher {
  /** Something else is done than was said or known, and the user has to know. */
  void note(String text);

  /** This is carried out now. */
  default void plans(LoginPlan plan) {}
}
