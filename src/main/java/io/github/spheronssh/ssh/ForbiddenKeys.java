package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.Certificate;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.RevokedKeys;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The keys that no host may have, whatever is known of it (ssh_config(5), RequiredRSASize and
 * RevokedHostKeys).
 *
 * @param leastRsaBits how long an RSA key has to be
 */
record ForbiddenKeys(Target target, int leastRsaBits) {

  /**
   * Refuses a key that is one of them.
   *
   * @throws HostKeyException where it is
   * @throws SpheronSshException where that can't be told, since the list can't be read
   */
  void refuse(PublicKeyLine key, Optional<Certificate> certificate) throws SpheronSshException {
    if (!isLongEnough(key)) {
      throw HostKeyException.tooShort(target, key, leastRsaBits);
    }
    Optional<Path> file = target.trust().revoked();
    if (file.isPresent()) {
      RevokedKeys revoked = RevokedKeys.read(file.get());
      if (revoked.holds(key) || (certificate.isPresent() && revoked.holds(certificate.get()))) {
        throw HostKeyException.revokedBy(target, key, file.get());
      }
    }
  }

  /** Whether a key is as long as it has to be. */
  boolean isLongEnough(PublicKeyLine key) {
    return !key.type().equals("ssh-rsa") || key.bits() >= leastRsaBits;
  }
}
