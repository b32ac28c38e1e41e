package io.github.spheronssh.share;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.forward.ForwardSpec;
import io.github.spheronssh.ssh.Place;
import io.github.spheronssh.ssh.Program;
import io.github.spheronssh.ssh.Pty;
import io.github.spheronssh.ssh.RemoteVariable;
import io.github.spheronssh.ssh.SessionRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the other side of a control socket sends, it is a request or an error. */
final class FrameFuzzTest {
  private static final Environment NOWHERE = Environment.of(Map.of(), new Properties());

  /** Reads something out of a frame's body. */
  private interface Reading {
    Object of(Fields fields) throws IOException;
  }

  @Property(tries = 1000)
  void anyBytesAreAFrameOrAnError(@ForAll byte[] bytes) {
    try {
      Frame frame = Frame.read(new ByteArrayInputStream(bytes));
      assertTrue(frame.body().length <= bytes.length - 5);
    } catch (IOException e) {
      assertNotNull(e.getMessage());
    }
  }

  @Property(tries = 200)
  void aFrameOfAnyLengthTakesNoMoreMemoryThanCame(
      @ForAll @IntRange(max = 22) int kind, @ForAll int length) {
    byte[] head = ByteBuffer.allocate(5).put((byte) kind).putInt(length).array();
    if (length != 0) {
      assertThrows(IOException.class, () -> Frame.read(new ByteArrayInputStream(head)));
    }
  }

  @Property(tries = 2000)
  void anyBodyIsARequestOrAnError(@ForAll @Size(max = 80) byte[] body) {
    List<Reading> all =
        List.of(
            fields -> Wording.session(fields, NOWHERE),
            Wording::forward,
            Wording::place,
            Wording::status,
            Wording::lines,
            Wording::kind);
    for (Reading each : all) {
      try {
        assertTrue(each.of(new Fields(body)).toString().length() < 10_000);
      } catch (IOException e) {
        assertNotNull(e.getMessage());
      }
    }
  }

  @Property(tries = 300)
  void aRequestIsReadAsItWasWritten(
      @ForAll @Size(max = 5) List<String> words, @ForAll String text, @ForAll int mode)
      throws IOException {
    byte[] utf8 = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    String plain = new String(utf8, java.nio.charset.StandardCharsets.UTF_8);
    var request =
        new SessionRequest(
            new Program.Command(plain),
            Optional.of(new Pty("dumb", 80, 24, Map.of(53, mode))),
            words.stream().map(_ -> new RemoteVariable("A", plain)).toList());
    byte[] body = Wording.session(request).bytes();
    assertEquals(request, Wording.session(new Fields(body), NOWHERE));
    assertArrayEquals(body, Wording.session(request).bytes());
    var spec =
        new ForwardSpec(
            ForwardSpec.Kind.LOCAL,
            new Place.Host("localhost", 1),
            Optional.of(new Place.UnixSocket(plain)));
    assertEquals(spec, Wording.forward(new Fields(Wording.forward(spec).bytes())));
  }
}
