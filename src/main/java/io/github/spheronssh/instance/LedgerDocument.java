package io.github.spheronssh.instance;

import io.github.spheronssh.instance.KnownInstance.ProvedKey;
import io.github.spheronssh.instance.KnownInstance.Seen;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ledger as its file has it. Anybody may have edited that, so each part is checked when it is
 * taken out, and what can't be what it says is left behind.
 *
 * @param version {@value #VERSION}; a later program may write more
 */
record LedgerDocument(int version, @Nullable List<Entry> instances) {
  static final int VERSION = 1;

  static final LedgerDocument EMPTY = new LedgerDocument(VERSION, List.of());

  List<Entry> entries() {
    return instances == null
        ? List.of()
        : instances.stream().filter(Objects::nonNull).filter(Entry::hasPlace).toList();
  }

  /**
   * An instance.
   *
   * @param api the base URL of the service that it belongs to
   */
  record Entry(
      @Nullable String api,
      @Nullable String team,
      @Nullable String deployment,
      @Nullable String name,
      @Nullable String user,
      @Nullable List<Key> keys,
      @Nullable List<Address> addresses) {

    boolean hasPlace() {
      return api != null && deployment != null;
    }

    boolean isOf(String base, String id) {
      return base.equals(api) && id.equals(deployment);
    }

    KnownInstance toKnown() {
      String id = Objects.requireNonNull(deployment, "deployment");
      return new KnownInstance(
          id,
          name == null || name.isBlank() ? id : name,
          Optional.ofNullable(team),
          LoginUser.trusted(user),
          keys == null
              ? List.of()
              : keys.stream().filter(Objects::nonNull).flatMap(k -> k.read().stream()).toList(),
          addresses == null
              ? List.of()
              : addresses.stream()
                  .filter(Objects::nonNull)
                  .flatMap(a -> a.read().stream())
                  .toList());
    }

    static Entry of(String api, KnownInstance known) {
      return new Entry(
          api,
          known.team().orElse(null),
          known.id(),
          known.name(),
          known.user().orElse(null),
          known.keys().stream().map(k -> new Key(k.blob(), k.at().toString())).toList(),
          known.addresses().stream()
              .map(a -> new Address(a.address(), a.port(), a.at().toString()))
              .toList());
    }
  }

  /** A key that a login succeeded with: its blob in base64, and when. */
  record Key(@Nullable String blob, @Nullable String at) {
    private Optional<ProvedKey> read() {
      try {
        if (blob == null) {
          return Optional.empty();
        }
        var _ = Base64.getDecoder().decode(blob);
        return Optional.of(new ProvedKey(blob, time(at)));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }

  /** An address and port, and when the instance last answered there. */
  record Address(@Nullable String address, @Nullable Integer port, @Nullable String at) {
    private Optional<Seen> read() {
      return SshCommand.host(String.valueOf(address))
          .flatMap(a -> SshCommand.valid(port).map(p -> new Seen(a, p, time(at))));
    }
  }

  private static Instant time(@Nullable String text) {
    try {
      return text == null ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH; // the proof counts, its time doesn't
    }
  }
}
