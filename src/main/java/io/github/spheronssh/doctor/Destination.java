package io.github.spheronssh.doctor;

import io.github.spheronssh.instance.TargetException;
import io.github.spheronssh.login.KeyWish;
import io.github.spheronssh.login.LoginWish;
import io.github.spheronssh.login.TargetText;
import io.github.spheronssh.login.TrustWish;
import io.github.spheronssh.ssh.HostTrust.Policy;
import java.nio.file.Path;
import java.util.List;

/**
 * The instance or host that is to be examined.
 *
 * @param target its name, id or address
 * @param wish what the user asks for beside it
 * @param completing whether the start of its name will do: only where a person sees which
 */
public record Destination(String target, LoginWish wish, boolean completing) {

  /**
   * Reads a destination as users type it.
   *
   * @param identities the key files to try first
   * @throws TargetException where it can be none
   */
  public static Destination parse(String text, List<Path> identities, boolean completing)
      throws TargetException {
    TargetText parsed = TargetText.parse(text);
    var wish =
        new LoginWish(
            parsed.user(), parsed.port(), KeyWish.files(identities), TrustWish.none(Policy.ASK));
    return new Destination(parsed.name(), wish, completing);
  }
}
