package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;

/** Whoever is examined again, of whom nothing is known yet. */
@FunctionalInterface
public interface Patients {
  /** The next one, which is the caller's to close. */
  Patient next() throws SpheronSshException;
}
