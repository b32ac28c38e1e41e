package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the words of a {@code connect} amount to, seen in the ssh command that does the same. */
final class ConnectOptionsTest {
  private static final String ASK = "-o StrictHostKeyChecking=ask";

  @TempDir Path home;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HOST                              | ssh ASK me@HOST
          HOST uptime                       | ssh ASK me@HOST uptime
          -l root HOST                      | ssh ASK root@HOST
          -lroot HOST                       | ssh ASK root@HOST
          HOST -l root                      | ssh ASK root@HOST
          HOST -p 2222 -l root ls -l        | ssh -p 2222 ASK root@HOST 'ls -l'
          -p2222 HOST -l root -- ls -l      | ssh -p 2222 ASK root@HOST 'ls -l'
          HOST ls -l root                   | ssh ASK me@HOST 'ls -l root'
          HOST -- -l root                   | ssh ASK me@HOST -- '-l root'
          HOST -- ls -- x                   | ssh ASK me@HOST 'ls -- x'
          HOST ls -- -x                     | ssh ASK me@HOST 'ls -- -x'
          HOST - x                          | ssh ASK me@HOST -- '- x'
          -- HOST -l                        | ssh ASK me@HOST -- -l
          -l root -- HOST ls                | ssh ASK root@HOST ls
          -nTlroot HOST ls                  | ssh ASK -n -T root@HOST ls
          -t HOST top                       | ssh ASK -t me@HOST top
          -t -t HOST top                    | ssh ASK -tt me@HOST top
          -tt HOST top                      | ssh ASK -tt me@HOST top
          -t HOST -t top                    | ssh ASK -tt me@HOST top
          -xak4 HOST                        | ssh -4 ASK me@HOST
          -n -q -n HOST -q -T -T ls         | ssh ASK -n -T me@HOST ls
          -p 1 -p 2 HOST                    | ssh -p 1 ASK me@HOST
          -l a -l b c@HOST                  | ssh ASK a@HOST
          root@HOST:2222                    | ssh -p 2222 ASK root@HOST
          -p 23 HOST:2222                   | ssh -p 23 ASK me@HOST
          HOST:2222 -p 23                   | ssh -p 23 ASK me@HOST
          ssh://root@HOST:2222/ ls          | ssh -p 2222 ASK root@HOST ls
          ssh://HOST                        | ssh ASK me@HOST
          ssh://a%40b@HOST                  | ssh ASK a@b@HOST
          [2001:db8::1]:2222             | ssh -p 2222 ASK me@2001:db8::1
          2001:db8::1                    | ssh ASK me@2001:db8::1
          -o Port=2222 HOST                 | ssh -p 2222 ASK me@HOST
          HOST -oPORT=2222 -oUser=root ls   | ssh -p 2222 ASK root@HOST ls
          -o Port=2 -o Port=3 HOST          | ssh -p 2 ASK me@HOST
          -oPort=2 HOST:3                   | ssh -p 2 ASK me@HOST
          -oPort=2 -p 3 HOST                | ssh -p 2 ASK me@HOST
          -p 3 -oPort=2 HOST                | ssh -p 3 ASK me@HOST
          -oUser=a b@HOST                   | ssh ASK a@HOST
          -T -t HOST                        | ssh ASK -t me@HOST
          -t -T HOST                        | ssh ASK -T me@HOST
          -oRequestTTY=no -t HOST           | ssh ASK -t me@HOST
          -N HOST                           | ssh ASK -N me@HOST
          -L 8080:h:80 -L /a:/b HOST        | ssh ASK -L 8080:h:80 -L /a:/b me@HOST
          -gND1080 HOST                     | ssh ASK -D 1080 -g -N me@HOST
          HOST -R 0:h:80 -R 99 ls           | ssh ASK -R 0:h:80 -R 99 me@HOST ls
          -oExitOnForwardFailure=yes -L1:h:2 HOST | ssh ASK -L 1:h:2 -o ExitOnForwardFailure=yes me@HOST
          -W h:80 HOST                      | ssh ASK -W h:80 -N me@HOST
          -oExitOnForwardFailure=no -Wh:80 HOST | ssh ASK -W h:80 -o ExitOnForwardFailure=no -N me@HOST
          -NT HOST                          | ssh ASK -N me@HOST
          -f HOST make                      | ssh ASK -f me@HOST make
          -fN HOST                          | ssh ASK -f -N me@HOST
          -s HOST sftp                      | ssh ASK -s me@HOST sftp
          HOST -s sftp                      | ssh ASK -s me@HOST sftp
          -oSetEnv=A=1 HOST                 | ssh ASK -o SetEnv=A=1 me@HOST
          -oConnectTimeout=9 -6 HOST        | ssh -6 ASK -o ConnectTimeout=9 me@HOST
          -C -b 127.0.0.1 HOST              | ssh ASK -C -o BindAddress=127.0.0.1 me@HOST
          -oConnectionAttempts=3 -Blo HOST  | ssh ASK -o BindInterface=lo -o ConnectionAttempts=3 me@HOST
          -oStdinNull=yes HOST              | ssh ASK -n me@HOST
          -oSessionType=none HOST           | ssh ASK -N me@HOST
          -oRemoteCommand=uptime HOST       | ssh ASK me@HOST uptime
          -oRequestTTY=force HOST           | ssh ASK -tt me@HOST
          -oLogLevel=ERROR HOST             | ssh ASK me@HOST
          -oStrictHostKeyChecking=no HOST   | ssh -o StrictHostKeyChecking=accept-new me@HOST
          -oStrictHostKeyChecking=yes HOST  | ssh -o StrictHostKeyChecking=yes me@HOST
          HOST --host-key strict ls         | ssh -o StrictHostKeyChecking=yes me@HOST ls
          --host-key=ask -oStrictHostKeyChecking=no HOST | ssh ASK me@HOST
          """)
  void theWordsAreReadAsSshReadsThem(String words, String command) {
    Result result = dryRun(words.replace("HOST", "192.0.2.7"));
    String expected = command.replace("ASK", ASK).replace("HOST", "192.0.2.7");
    assertEquals(expected + "\n", result.out(), result.err());
    assertEquals(0, result.status(), result.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                          | missing TARGET
          -l root                     | missing TARGET
          -w module HOST              | ssh's -w is not supported
          HOST -w module              | ssh's -w is not supported
          HOST -Tw ls                 | ssh's -w is not supported
          -J a,,b HOST                | expected [USER@]NAME[:PORT]
          -J a -oProxyCommand=b -J c HOST -oProxyUseFdpass=yes | ProxyUseFdpass is not supported
          -D0 HOST                    | Bad dynamic forwarding specification '0'
          -L8080:h HOST               | Bad local forwarding specification '8080:h'
          -R0:h HOST                  | Bad remote forwarding specification '0:h'
          -W h HOST                   | Bad stdio forwarding specification 'h'
          -oStreamLocalBindMask=9 HOST | StreamLocalBindMask: expected an octal number
          -oPermitRemoteOpen=x HOST   | PermitRemoteOpen: expected any, none
          -oGatewayPorts=x HOST       | GatewayPorts: expected yes or no
          -f HOST                     | -f needs a command
          -w any HOST                 | ssh's -w is not supported
          -s HOST                     | -s needs the name of a subsystem
          -oRemoteCommand=a HOST b    | RemoteCommand names one too
          -e ab HOST                  | EscapeChar: expected
          -oSessionType=x HOST        | SessionType: expected none, subsystem or default
          -oSetEnv=A HOST             | SetEnv: expected NAME=VALUE
          -oSetEnv="A HOST            | a quote is not closed
          -oLogLevel=LOUD HOST        | LogLevel: expected QUIET
          -oBatchMode=maybe HOST      | BatchMode: expected yes or no
          -oAddressFamily=x HOST      | AddressFamily: expected any, inet or inet6
          -oProxyCommand=x -Jy HOST   | both say how to get there
          -oPort HOST                 | has no value
          -oConnectTimeout=soon HOST  | expected a time like 90 or 1h30m, met 'soon'
          -oRequestTTY=maybe HOST     | expected auto, yes, force or no
          -oStrictHostKeyChecking=x HOST | expected yes, ask or accept-new
          -oConnectionAttempts=0 HOST | ConnectionAttempts: expected at least 1
          --host-key=no HOST          | expected ask, accept-new or strict
          -p 0 HOST                   | expected a port from 1 to 65535, met '0'
          HOST:65536                  | expected a port from 1 to 65535, met '65536'
          @HOST                       | expected [USER@]NAME[:PORT]
          -i nokey HOST               | nokey
          --wait=soon HOST            | expected a time like 90s, 10m or 1h
          --no-such-option HOST       | no such option
          HOST --no-such-option       | no-such-option
          """)
  void whatCanNotBeReadIsRefusedAsSshWould(String words, String error) {
    Result result = dryRun(words.replace("HOST", "192.0.2.7"));
    assertEquals(255, result.status());
    assertEquals("", result.out());
    assertTrue(result.err().contains(error), result.err());
  }

  @Test
  void checkingIsNotSwitchedOffAndThatIsSaid() {
    Result result = dryRun("-oStrictHostKeyChecking=no 192.0.2.7");
    assertTrue(result.err().contains("is taken for accept-new"), result.err());
  }

  @Test
  void theDryRunMayBeAskedForAfterTheTarget() {
    Result result = run().run("connect", "192.0.2.7", "--dry-run", "--no-api", "ls");
    assertEquals("ssh " + ASK + " me@192.0.2.7 ls\n", result.out());
    assertTrue(result.err().contains("user: yours here"), result.err());
  }

  @Test
  void aNameThatNoLoginProvedIsNotAskedForWhereThatIsForbidden() {
    Result result = run().run("connect", "--no-api", "trainer.invalid", "true");
    assertEquals(255, result.status());
    assertTrue(result.err().contains("--no-api forbids it"), result.err());
  }

  @Test
  void withoutTheServiceItsAddressMayBeAnything() {
    Result result =
        run().with("SPHERON_API_BASE", "not a URL").run("connect", "--no-api", "--dry-run", "::1");
    assertEquals("ssh " + ASK + " me@::1\n", result.out(), result.err());
    assertTrue(result.err().contains("passed over, since Spheron is not asked"), result.err());
    Result asked = run().with("SPHERON_API_BASE", "not a URL").run("connect", "--dry-run", "::1");
    assertEquals(255, asked.status());
    assertTrue(asked.err().contains("no base URL in SPHERON_API_BASE"), asked.err());
  }

  private Result dryRun(String words) {
    String line = ("connect --dry-run --no-api " + words).strip();
    return run().run(line.split(" +"));
  }

  private CommandRun run() {
    return new CommandRun(home);
  }
}
