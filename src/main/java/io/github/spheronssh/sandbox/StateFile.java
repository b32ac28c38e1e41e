package io.github.spheronssh.sandbox;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.file.SharedFile;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Where a sandbox keeps its state, if it keeps it; 0600, since the token stands in it. */
record StateFile(Optional<Path> path) {
  private static final String FRESH = "move it away: a sandbox with no state makes a new one";

  /** What the last sandbox left, if there was one. */
  Optional<SandboxState> read() throws SpheronSshException {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Optional<byte[]> text = SharedFile.at(path.get()).read(Json.MAX_LENGTH);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      SandboxState state = Json.read(text.get(), SandboxState.class);
      if (state.isWhole()) {
        return Optional.of(state);
      }
    } catch (JsonException e) {
      throw new SpheronSshException(
          "%s holds no state of a sandbox: %s".formatted(path.get(), e.getMessage()), FRESH, e);
    }
    throw new SpheronSshException(path.get() + " holds no whole state of a sandbox", FRESH);
  }

  void write(SandboxState state) throws SpheronSshException {
    if (path.isPresent()) {
      byte[] text = Json.write(state).getBytes(StandardCharsets.UTF_8);
      SharedFile.at(path.get()).replace(text);
    }
  }
}
