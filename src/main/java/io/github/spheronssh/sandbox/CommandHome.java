package io.github.spheronssh.sandbox;

import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.FileException;
import io.github.spheronssh.file.SharedFile;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The temporary home of the commands in a sandbox. */
record CommandHome(Path folder) {

  /**
   * Makes the home and pins there the host keys of what hasn't ended, under the deployments' ids.
   */
  static CommandHome make(Path folder, Collection<SandboxInstance> instances) throws IOException {
    var home = new CommandHome(folder);
    Files.createDirectories(home.spheronFolder(), OwnerFiles.FOLDER);
    String pins =
        instances.stream()
            .filter(instance -> !instance.hasEnded())
            .map(CommandHome::line)
            .collect(Collectors.joining());
    OwnerFiles.write(home.knownHosts(), pins);
    return home;
  }

  /** Pins one more instance; the commands may change the file at the same time. */
  void pin(SandboxInstance instance) throws FileException {
    SharedFile.at(knownHosts()).appendLine(line(instance).strip());
  }

  Map<String, String> variables(URI baseUri, String token) {
    var variables = new LinkedHashMap<String, String>();
    variables.put("HOME", folder.toString());
    variables.put("SPHERON_API_KEY", token);
    variables.put("SPHERON_API_BASE", baseUri.toString());
    variables.put("SPHERON_HOME", spheronFolder().toString());
    return variables;
  }

  Map<String, String> variables(Environment outer, Map<String, String> own) {
    var variables = new HashMap<>(outer.variables());
    variables.keySet().removeIf(name -> name.startsWith("SPHERON_"));
    variables.putAll(own);
    Optional<String> program =
        outer
            .property("spheron.home")
            .map(home -> Path.of(home, "bin").toAbsolutePath())
            .map(bin -> bin.normalize().toString());
    program.ifPresent(
        bin -> variables.merge("PATH", bin, (path, _) -> bin + File.pathSeparator + path));
    return variables;
  }

  private Path spheronFolder() {
    return folder.resolve(".spheron");
  }

  private Path knownHosts() {
    return spheronFolder().resolve("known_hosts");
  }

  private static String line(SandboxInstance instance) {
    return "spheron-%s %s\n".formatted(instance.id(), instance.hostKey().withComment(""));
  }
}
