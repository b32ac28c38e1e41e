package io.github.spheronssh.terminal;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The terminal whose keys and hang-up mean this process. */
public final class ControllingTerminal {
  private ControllingTerminal() {}

  /**
   * Begins a session of its own without one, as a daemon does: {@code setsid(2)}, which Java
   * doesn't have. From here on nobody can be asked.
   *
   * @throws IOException where the system has no such thing, or this process leads a group
   */
  @SuppressWarnings("restricted") // the jar is allowed native access
  public static void leave() throws IOException {
    Linker linker = Linker.nativeLinker();
    MemorySegment function =
        linker
            .defaultLookup()
            .find("setsid")
            .orElseThrow(() -> new IOException("this system has no sessions to leave"));
    MethodHandle setsid =
        linker.downcallHandle(function, FunctionDescriptor.of(ValueLayout.JAVA_INT));
    if (call(setsid) < 0) {
      throw new IOException("this process leads a group, which can't leave its terminal");
    }
  }

  private static int call(MethodHandle setsid) throws IOException {
    try {
      return (int) setsid.invokeExact();
    } catch (Throwable e) {
      throw new IOException("setsid can't be called: " + e, e);
    }
  }
}
