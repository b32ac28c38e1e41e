package io.github.spheronssh.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A program that a launcher starts in the place of the real one: it shows what reached it. */
public final class ShowArguments {
  private ShowArguments() {}

  /** Prints each argument on a line, escaped, and then what the launcher itself says. */
  public static void main(String[] arguments) {
    try (var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
      for (String argument : arguments) {
        out.println(
            "argument " + argument.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t"));
      }
      out.println("home " + System.getProperty("spheron.home"));
      out.println("tty " + System.getProperty("spheron.tty"));
      out.println("injected " + System.getProperty("injected"));
    }
  }
}
