package io.github.spheronssh.rotation;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.KnownInstance;
import io.github.spheronssh.instance.Ledger;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.login.LoginPlan;
import io.github.spheronssh.login.LoginWish;
import io.github.spheronssh.login.Logins;
import io.github.spheronssh.login.Opening;
import io.github.spheronssh.ssh.HostTrust.Policy;
import io.github.spheronssh.ssh.Identity;
import io.github.spheronssh.ssh.LoginException;
import io.github.spheronssh.ssh.RemoteFiles;
import io.github.spheronssh.ssh.SshException;
import io.github.spheronssh.ssh.SshSession;
import java.util.Optional;

/**
 * The real ways into instances. A host key that isn't pinned is refused: nobody is there to look.
 *
 * @param ledger what earlier logins proved, read anew for each
 */
public record LoginDoors(Logins logins, Opening opening, Ledger ledger) implements Doors {
  @Override
  public Visit enter(Instance instance, SshKeyPair key) throws SpheronSshException {
    Optional<KnownInstance> known =
        ledger.known().stream().filter(each -> each.id().equals(instance.id())).findFirst();
    var target =
        new OfInstance(
            instance.id(), instance.name(), Optional.of(instance), known, Optional.empty(), false);
    LoginPlan plan = logins.plan(target, LoginWish.none(Policy.STRICT));
    var identity = new Identity.InMemory(key, key.publicKey().fingerprint().toString());
    try {
      return new Session(opening.open(plan.with(identity)));
    } catch (SshException e) {
      if (e.getCause() instanceof LoginException refused) {
        throw refused; // as each of several users
      }
      throw e;
    }
  }

  private record Session(SshSession session) implements Visit {
    @Override
    public RemoteFiles files() throws SpheronSshException {
      return session.files();
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
