package io.github.spheronssh.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the package, as its manifest has it. */
final class Version implements IVersionProvider {
  /** The version, or {@code development} where the program runs from loose classes. */
  static String version() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** The version in the form in which {@code ssh -V} tells its own, with what it runs on. */
  static String line() {
    return "spheron-ssh %s, Java %s".formatted(version(), Runtime.version().toString());
  }

  @Override
  public String[] getVersion() {
    return new String[] {"spheron-ssh " + version()};
  }
}
