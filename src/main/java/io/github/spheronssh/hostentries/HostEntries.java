package io.github.spheronssh.hostentries;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.hostentries.HostEntry.Reach;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.KnownInstance;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.instance.Status;
import io.github.spheronssh.instance.TargetException;
import io.github.spheronssh.login.LoginPlan;
import io.github.spheronssh.login.LoginWish;
import io.github.spheronssh.login.Logins;
import io.github.spheronssh.ssh.HostTrust.Policy;
import io.github.spheronssh.ssh.Identity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The running instances as a file that ssh reads. Each is there as {@code ID.spheron}, and as
 * {@code NAME.spheron} where its name is its own and fit for one.
 *
 * @param text the file's content
 * @param hosts every name that it has
 * @param aliases how each instance is reached best, in the order of the entries
 * @param notes what the user has to know: names that two instances have, or that ssh can't have
 */
public record HostEntries(
    String text, List<String> hosts, List<String> aliases, List<String> notes) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final String SUFFIX = ".spheron";
  private static final String HEAD =
      "# Written by 'spheron-ssh config', which writes it anew each time: changes are lost.\n";

  /** Copies the lists. */
  public HostEntries {
    hosts = List.copyOf(hosts);
    aliases = List.copyOf(aliases);
    notes = List.copyOf(notes);
  }

  /**
   * The entries of those instances that run.
   *
   * @param proxy the command that an id is added to, which joins stdin and stdout to the instance;
   *     absent where the present address is to stand in the entries
   */
  public static HostEntries of(
      List<Instance> instances,
      List<KnownInstance> known,
      Logins logins,
      Environment environment,
      Optional<String> proxy)
      throws SpheronSshException {
    List<Instance> running =
        instances.stream().filter(instance -> instance.status() == Status.RUNNING).toList();
    Map<String, List<Instance>> byName =
        running.stream()
            .collect(Collectors.groupingBy(each -> each.name().toLowerCase(Locale.ROOT)));
    var paths = new ConfigPaths(environment);
    var text = new StringBuilder(HEAD);
    var hosts = new ArrayList<String>();
    var aliases = new ArrayList<String>();
    var notes = new ArrayList<String>();
    for (Instance instance : running) {
      Optional<KnownInstance> proved =
          known.stream().filter(each -> each.id().equals(instance.id())).findFirst();
      try {
        List<Instance> namesakes =
            byName.getOrDefault(instance.name().toLowerCase(Locale.ROOT), List.of());
        List<String> own = aliases(instance, namesakes, notes);
        HostEntry entry = entry(instance, proved, own, logins, proxy);
        text.append('\n').append(entry.text(paths));
        hosts.addAll(own);
        aliases.add(own.getFirst());
      } catch (TargetException e) {
        notes.add(e.getMessage());
      }
    }
    return new HostEntries(text.toString(), hosts, aliases, notes.stream().distinct().toList());
  }

  private static HostEntry entry(
      Instance instance,
      Optional<KnownInstance> known,
      List<String> aliases,
      Logins logins,
      Optional<String> proxy)
      throws SpheronSshException {
    var resolution =
        new OfInstance(
            instance.id(), instance.name(), Optional.of(instance), known, Optional.empty(), false);
    LoginPlan plan = logins.plan(resolution, LoginWish.none(Policy.ASK));
    Reach reach =
        proxy
            .<Reach>map(command -> new Reach.Command(command + " " + instance.id()))
            .orElseGet(() -> new Reach.Address(plan.host(), plan.port()));
    return new HostEntry(
        aliases,
        reach,
        plan.users().getFirst(),
        Logins.alias(instance.id()),
        plan.trust().pins().orElseThrow(),
        logins.opener(Optional.of(instance), known).flatMap(HostEntries::file));
  }

  /** The file of a private key; ssh finds the certificate beside it by itself. */
  private static Optional<Path> file(Identity identity) {
    return switch (identity) {
      case Identity.KeyFile key -> Optional.of(key.file().path());
      case Identity.Certified certified -> file(certified.holder());
      case Identity.AgentHeld _, Identity.InMemory _ -> Optional.empty();
    };
  }

  /** The names that ssh gets for the instance, the one to be told first. */
  private static List<String> aliases(
      Instance instance, List<Instance> namesakes, List<String> notes) {
    String byId = instance.id() + SUFFIX;
    if (namesakes.size() > 1) {
      notes.add(
          "%d instances are called %s: ssh reaches them as %s"
              .formatted(
                  namesakes.size(),
                  namesakes.getFirst().name(),
                  namesakes.stream()
                      .map(each -> each.id() + SUFFIX)
                      .collect(Collectors.joining(", "))));
      return List.of(byId);
    }
    if (!NAME.matcher(instance.name()).matches()) {
      notes.add(
          "ssh can't have the name '%s': it reaches the instance as %s"
              .formatted(instance.name(), byId));
      return List.of(byId);
    }
    String byName = instance.name() + SUFFIX;
    return byName.equals(byId) ? List.of(byId) : List.of(byName, byId);
  }
}
