package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.SshKeyPair;
import java.util.List;

/** Stands between the one who mends and the user. */
public interface Attendant {
  /**
   * Shows a change that is about to be made, and tells whether it may be.
   *
   * @throws SpheronSshException where there is nobody to say so
   */
  boolean allows(Finding finding, List<String> change) throws SpheronSshException;

  /** Tells what became of a finding. */
  void treated(Repair repair);

  /** Tells what a check says after something was mended. */
  void askedAgain(Finding finding);

  /**
   * Opens a key, and asks for its passphrase where it has one.
   *
   * @throws SpheronSshException where it can't be opened
   */
  SshKeyPair open(PrivateKeyFile key) throws SpheronSshException;
}
