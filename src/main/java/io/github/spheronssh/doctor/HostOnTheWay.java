package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.login.LoginPlan;
import io.github.spheronssh.ssh.ConnectSettings;
import io.github.spheronssh.ssh.LoginException;
import io.github.spheronssh.ssh.Observer;
import io.github.spheronssh.ssh.SshConnector;
import io.github.spheronssh.ssh.SshSession;
import java.util.Iterator;

/** A host that the way to the instance leads through. */
public final class HostOnTheWay {
  private HostOnTheWay() {}

  /** Logs in as the doctor does: nobody is asked, and nothing that is met is kept. */
  public static SshSession logIn(LoginPlan plan, ConnectSettings settings)
      throws SpheronSshException {
    Iterator<String> users = plan.users().iterator();
    while (true) {
      String user = users.next();
      try {
        return new SshConnector(Observer.none())
            .connect(plan.target(user), Remote.hurried(settings), new Onlooker());
      } catch (LoginException e) {
        if (!users.hasNext()) {
          throw e;
        }
      }
    }
  }
}
