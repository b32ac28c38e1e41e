package io.github.spheronssh.share;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class WindowTest {
  @Test
  void roomIsTakenAndGivenBack() throws Exception {
    var window = new Window();
    assertEquals(Window.SIZE, window.take(Window.SIZE + 1));
    var waiting = new CompletableFuture<Integer>();
    Thread.startVirtualThread(
        () -> {
          try {
            waiting.complete(window.take(10));
          } catch (IOException e) {
            waiting.completeExceptionally(e);
          }
        });
    window.give(3);
    assertEquals(3, waiting.get());
    assertThrows(IOException.class, () -> window.give(Window.SIZE + 1));
    window.close();
    assertThrows(IOException.class, () -> window.take(1));
  }

  @Test
  void moreThanThereIsRoomForIsAnError() throws Exception {
    List<Integer> taken = new ArrayList<>();
    var in = new WindowedInput(taken::add);
    in.add(new byte[Window.SIZE]);
    assertThrows(IOException.class, () -> in.add(new byte[1]));
    assertEquals(100, in.read(new byte[100]));
    in.add(new byte[100]);
    assertEquals(List.of(100), taken);
  }

  @Test
  void whatCameIsReadToTheEndUnlessItBreaks() throws Exception {
    var in = new WindowedInput(_ -> {});
    in.add(new byte[] {1, 2, 3});
    in.add(new byte[] {4});
    in.end();
    assertArrayEquals(new byte[] {1, 2, 3, 4}, in.readAllBytes());
    in.fail();
    assertThrows(IOException.class, in::read);
  }
}
