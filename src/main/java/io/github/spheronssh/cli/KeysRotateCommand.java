package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.hostentries.HostEntries;
import io.github.spheronssh.hostentries.HostEntriesFiles;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.TargetException;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.login.Opening;
import io.github.spheronssh.ring.KeyNotes;
import io.github.spheronssh.ring.Ring;
import io.github.spheronssh.rotation.Journal;
import io.github.spheronssh.rotation.LoginDoors;
import io.github.spheronssh.rotation.Rotation;
import io.github.spheronssh.rotation.RotationPlan;
import io.github.spheronssh.rotation.RotationReport;
import io.github.spheronssh.rotation.RotationService;
import io.github.spheronssh.rotation.Rotator;
import io.github.spheronssh.ssh.ConnectSettings;
import io.github.spheronssh.ssh.LoginMethods;
import io.github.spheronssh.ssh.Observer;
import io.github.spheronssh.ssh.Questions;
import io.github.spheronssh.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replaces a key by a new one everywhere. */
@Command(
    name = "rotate",
    description = {
      "Replace a key by a new one on every instance and in the account.",
      "A login with the new key is proved on each instance before the old one is taken off. It can"
          + " be stopped at any point, run again to go on, or undone."
    })
final class KeysRotateCommand implements Callable<Integer> {
  private static final int BESIDE = 8;
  private static final Duration STAGE = Duration.ofSeconds(15);
  private static final Duration LOGIN = Duration.ofMinutes(1);

  private final Context context;

  @Parameters(
      arity = "0..1",
      paramLabel = "KEY",
      description = "A key file, or a key of the account; without it the default key.")
  @Nullable String key;

  @Option(names = "--due", description = "Rotate every key that is 90 days old or older.")
  boolean due;

  @Option(names = "--undo", description = "Take a rotation back: the old key is the one again.")
  boolean undo;

  @Option(
      names = "--purge",
      description = "Delete the old pair once nothing needs it, in other teams neither.")
  boolean purge;

  @Option(
      names = "--skip",
      paramLabel = "NAME",
      description = "Give up an instance: it no longer holds the old key back.")
  List<String> skipped = List.of();

  @Option(names = "--dry-run", description = "Show what would be done; change nothing.")
  boolean dryRun;

  @Option(names = "--yes", description = "Do it without asking.")
  boolean yes;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Take the key's passphrase from the first line of a file.")
  Optional<String> passphraseFile = Optional.empty();

  @Mixin TeamOption team = new TeamOption();

  @Mixin ApiOptions api = new ApiOptions();

  @Mixin OutputOptions output = new OutputOptions();

  KeysRotateCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException {
    if (due && (key != null || undo)) {
      throw new SpheronSshException("--due goes with neither KEY nor --undo", "leave one out");
    }
    KeyAccount account;
    List<PrivateKeyFile> files;
    try (var _ = context.terminal().progress("asking Spheron for keys and instances")) {
      account = KeyAccount.open(context, api, team);
      files =
          due
              ? dueFiles(account.ring())
              : List.of(new KeyChoice(context.environment()).file(key, account.keys()));
    }
    if (files.isEmpty()) {
      context.terminal().note("no key is 90 days old");
    }
    boolean ended = true;
    for (PrivateKeyFile file : files) {
      ended &= rotate(account, file);
    }
    return ended ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Those of the account that are old enough, whose private half is in a file here. */
  private static List<PrivateKeyFile> dueFiles(Ring ring) {
    Instant now = Instant.now();
    return ring.keys().stream()
        .filter(each -> each.isDue(now) && !each.registered().isEmpty())
        .flatMap(each -> each.files().stream().limit(1))
        .toList();
  }

  private boolean rotate(KeyAccount account, PrivateKeyFile file) throws SpheronSshException {
    Terminal terminal = context.terminal();
    Rotator rotator = rotator(account);
    var text = new RotationText(context);
    RotationPlan plan = plan(rotator, file);
    if (dryRun) {
      text.lines(plan, purge).forEach(terminal.out()::println);
      return true;
    }
    text.lines(plan, purge).forEach(terminal::note);
    if (!yes && !terminal.confirm("go on (yes or no)? ", "--yes")) {
      terminal.note("nothing was changed");
      return false;
    }
    try (var access = new PassphraseMemory(context, passphraseFile)) {
      RotationReport report = rotator.run(plan, access, purge, skipped(plan));
      if (!report.rotation().undoing()) { // the old key is no younger for being taken back
        KeyNotes.of(context.environment())
            .record(report.incoming(), Instant.parse(report.rotation().begun()));
      }
      refreshHostEntries(account.access());
      text.print(report);
      return report.rotation().hasEnded() && (!purge || report.rotation().purged());
    }
  }

  /** What ssh reads names the file that opens each instance now. */
  private void refreshHostEntries(InstanceAccess access) throws SpheronSshException {
    var files = new HostEntriesFiles(context.environment());
    if (files.areThere()) {
      files.refresh(
          HostEntries.of(
              access.deployments().active(),
              access.ledger().known(),
              access.logins(),
              context.environment(),
              files.proxyCommand()));
    }
  }

  private RotationPlan plan(Rotator rotator, PrivateKeyFile file) throws SpheronSshException {
    Journal journal = Journal.of(context.environment());
    Path place = file.path().toAbsolutePath();
    if (undo) {
      return rotator.planBack(
          journal
              .latest(place)
              .orElseThrow(
                  () ->
                      new SpheronSshException(
                          "no rotation of %s is known"
                              .formatted(context.environment().display(file.path())),
                          "spheron-ssh keys list shows the keys")));
    }
    Optional<Rotation> begun = journal.unfinished(place);
    return begun.isPresent() ? rotator.plan(begun.get()) : rotator.plan(file);
  }

  private Rotator rotator(KeyAccount account) throws SpheronSshException {
    Environment environment = context.environment();
    Terminal terminal = context.terminal();
    InstanceAccess access = account.access();
    // Several logins at a time would tell their steps in between each other's.
    Observer observer =
        terminal.manner().verbosity() > 1 ? new SshLog(terminal, environment) : Observer.none();
    var opening =
        new Opening(
            observer,
            settings(),
            Questions.nobody(),
            access.ledger(),
            text -> terminal.detail(1, () -> text));
    return new Rotator(
        Journal.of(environment),
        new RotationService(
            account.api(),
            account.team(),
            access.deployments(),
            access.ledger(),
            access.mapping(),
            environment.spheronFolder().resolve("locks")),
        new LoginDoors(access.logins(), opening.within(LOGIN), access.ledger()),
        SshAgent.find(environment),
        new RotationText(context),
        BESIDE);
  }

  /** Keys alone: a login by password would prove nothing. */
  private static ConnectSettings settings() {
    return ConnectSettings.defaults()
        .withStageLimit(STAGE)
        .withMethods(new LoginMethods(List.of(LoginMethods.PUBLICKEY), 1));
  }

  private Set<String> skipped(RotationPlan plan) throws TargetException {
    var ids = new HashSet<String>();
    for (String name : skipped) {
      ids.add(
          plan.items().stream()
              .map(RotationPlan.Item::instance)
              .filter(instance -> instance.id().equals(name) || instance.name().equals(name))
              .map(Instance::id)
              .findFirst()
              .orElseThrow(
                  () ->
                      new TargetException(
                          "no instance that holds the key back is called '%s'".formatted(name),
                          "spheron-ssh keys rotate --dry-run lists them")));
    }
    return ids;
  }
}
