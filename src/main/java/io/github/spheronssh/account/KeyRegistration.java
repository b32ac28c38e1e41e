package io.github.spheronssh.account;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.ApiException;
import io.github.spheronssh.api.ApiUnreachableException;
import io.github.spheronssh.api.NewKey;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.file.FileException;
import io.github.spheronssh.file.FolderLock;
import io.github.spheronssh.file.OwnerOnly;
import io.github.spheronssh.key.PublicKeyLine;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Registers a public key with the account, once: a key that is there already, by type and blob, is
 * not sent again. Of two machines that sent it at the same time each lists the keys afterwards; the
 * older entry stays, and whose entry is the newer one deletes that.
 */
public final class KeyRegistration {
  private final SpheronApi api;
  private final Path lockFolder;

  /**
   * Registers through the given client.
   *
   * @param lockFolder where runs on this machine take turns; it is made where it is missing
   */
  public KeyRegistration(SpheronApi api, Path lockFolder) {
    this.api = api;
    this.lockFolder = lockFolder;
  }

  /**
   * What came of it.
   *
   * @param isNew false where the key was there, another machine was faster, or the service refused
   *     it and has it all the same
   */
  public record Result(RegisteredKey key, boolean isNew) {}

  /**
   * Registers the key, unless it is there.
   *
   * @param name what the account is to call it; a key that is there keeps its name
   * @param team without one, the current team
   * @throws ApiException if the service refused it, or it isn't known to have come through
   */
  public Result register(PublicKeyLine line, String name, Optional<String> team)
      throws SpheronSshException {
    Optional<RegisteredKey> present = look(line, team);
    if (present.isPresent()) {
      return new Result(present.get(), false);
    }
    Optional<FolderLock> lock = lock();
    if (lock.isEmpty()) {
      return post(line, name, team);
    }
    try (FolderLock _ = lock.get()) {
      Optional<RegisteredKey> meanwhile = look(line, team);
      return meanwhile.isPresent() ? new Result(meanwhile.get(), false) : post(line, name, team);
    }
  }

  /**
   * The lock spares the account duplicates; a home that can't be written to is no reason to stop.
   */
  private Optional<FolderLock> lock() {
    try {
      OwnerOnly.createFolder(lockFolder);
      return Optional.of(FolderLock.acquire(lockFolder));
    } catch (FileException e) {
      return Optional.empty();
    }
  }

  private Result post(PublicKeyLine line, String name, Optional<String> team)
      throws SpheronSshException {
    RegisteredKey own;
    try {
      var sent = new NewKey(name, line.toString(), team.orElse(null));
      own = RegisteredKey.of(api.addKey(sent));
    } catch (ApiException e) {
      return new Result(lookAfter(e, line, team), e instanceof ApiUnreachableException);
    }
    return settle(own, line, team);
  }

  /** The key is registered by now, so that nothing which fails from here on is an error. */
  private Result settle(RegisteredKey own, PublicKeyLine line, Optional<String> team) {
    try {
      AccountKeys account = AccountKeys.list(api, team);
      RegisteredKey oldest = account.find(line).orElse(own);
      boolean isListed = account.keys().stream().anyMatch(key -> key.id().equals(own.id()));
      if (isListed && !oldest.id().equals(own.id())) {
        api.deleteKey(own.id());
        return new Result(oldest, false);
      }
    } catch (SpheronSshException _) {
      // Should there be two entries now, 'keys list' tells that, and this one is as good.
    }
    return new Result(own, true);
  }

  /** Whatever the service said, the key may have come through: it is never sent a second time. */
  private RegisteredKey lookAfter(ApiException failure, PublicKeyLine line, Optional<String> team)
      throws ApiException {
    if (failure instanceof ApiUnreachableException e && !e.mayHaveActed()) {
      throw failure;
    }
    try {
      Optional<RegisteredKey> there = look(line, team);
      if (there.isPresent()) {
        return there.get();
      }
    } catch (SpheronSshException e) {
      failure.addSuppressed(e);
    }
    throw failure;
  }

  private Optional<RegisteredKey> look(PublicKeyLine line, Optional<String> team)
      throws SpheronSshException {
    return AccountKeys.list(api, team).find(line);
  }
}
