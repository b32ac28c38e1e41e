package io.github.spheronssh.instance;

import io.github.spheronssh.SpheronSshException;
import java.util.Optional;

/** What a user meant by a target. */
public sealed interface Resolution {

  /**
   * An instance.
   *
   * @param id the deployment's id, by which its host key is pinned
   * @param name what the user calls it, or the id
   * @param live what the service says of it now, which may be that it has ended
   * @param known what earlier logins proved
   * @param silence why the service said nothing, where it did not
   * @param completed whether the target was only the start of the name or id, which has to be said
   */
  record OfInstance(
      String id,
      String name,
      Optional<Instance> live,
      Optional<KnownInstance> known,
      Optional<SpheronSshException> silence,
      boolean completed)
      implements Resolution {

    /** The name, and the id where that says more. */
    public String title() {
      return name.equals(id) ? id : name + " (" + id + ")";
    }
  }

  /**
   * A host that no instance is known for.
   *
   * @param host a name or an IP literal, as the user wrote it
   */
  record PlainHost(String host) implements Resolution {}
}
