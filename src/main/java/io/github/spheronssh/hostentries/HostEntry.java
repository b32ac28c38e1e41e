package io.github.spheronssh.hostentries;

import io.github.spheronssh.config.ConfigWord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * One instance as a Host section of ssh_config(5).
 *
 * @param aliases the names that ssh knows it by; at least one
 * @param hostKeyAlias the name that its host key is pinned by
 * @param pins the known_hosts file that has the pin
 * @param identity the private key that opens it; absent where an agent has it, or nobody here
 */
record HostEntry(
    List<String> aliases,
    Reach reach,
    String user,
    String hostKeyAlias,
    Path pins,
    Optional<Path> identity) {

  HostEntry {
    aliases = List.copyOf(aliases);
  }

  /** How ssh gets to the instance. */
  sealed interface Reach {
    /** By the address that it has now. */
    record Address(String host, int port) implements Reach {}

    /** Through a command, which looks up the address each time (ProxyCommand). */
    record Command(String text) implements Reach {}
  }

  /** The section's lines. */
  String text(ConfigPaths paths) {
    var lines = new StringJoiner("\n  ", "", "\n");
    lines.add("Host " + String.join(" ", aliases));
    switch (reach) {
      case Reach.Address(String host, int port) -> {
        lines.add("HostName " + ConfigWord.withoutTokens(host));
        lines.add("Port " + port);
      }
      case Reach.Command(String text) -> lines.add("ProxyCommand " + text);
    }
    lines.add("User " + ConfigWord.quoted(user));
    lines.add("HostKeyAlias " + hostKeyAlias);
    lines.add("UserKnownHostsFile " + paths.argument(pins));
    if (identity.isPresent()) {
      lines.add("IdentityFile " + paths.argument(identity.get()));
      // Else an agent full of other keys uses up the server's patience.
      lines.add("IdentitiesOnly yes");
    }
    return lines.toString();
  }
}
