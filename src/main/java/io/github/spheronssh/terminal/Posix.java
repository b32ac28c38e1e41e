package io.github.spheronssh.terminal;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The two calls of POSIX that a terminal program needs and Java doesn't have. */
public final class Posix {
  private Posix() {}

  /**
   * Begins a session of its own without a terminal, as a daemon does ({@code setsid(2)}): its keys
   * and its hang-up mean other processes from here on, and nobody can be asked.
   *
   * @throws IOException where the system has no such thing, or this process leads a group
   */
  public static void leaveTerminal() throws IOException {
    if (call("setsid") < 0) {
      throw new IOException("this process leads a group, which can't leave its terminal");
    }
  }

  /** Sends this process a signal to which its default action is done ({@code kill(2)}). */
  static void signal(String name) throws IOException {
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    if (call("kill", pid, Signals.number(name)) < 0) {
      throw new IOException("the signal " + name + " can't be sent");
    }
  }

  @SuppressWarnings("restricted") // the jar is allowed native access
  private static int call(String name, Integer... arguments) throws IOException {
    Linker linker = Linker.nativeLinker();
    MemorySegment address =
        linker
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new IOException("this system has no " + name));
    var types = new ValueLayout[arguments.length];
    java.util.Arrays.fill(types, ValueLayout.JAVA_INT);
    MethodHandle function =
        linker.downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, types));
    try {
      return (int) function.invokeWithArguments((Object[]) arguments);
    } catch (Throwable e) {
      throw new IOException(name + " can't be called: " + e, e);
    }
  }
}
