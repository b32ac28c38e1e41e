package io.github.spheronssh.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final HandTicker ticker = new HandTicker();

  @Test
  void shortWorkIsNotMentioned() {
    try (var _ = terminal(true).progress("waiting for trainer")) {
      ticker.tick(999);
    }

    assertEquals("", shown());
  }

  @Test
  void longWorkMovesALineOnATerminalAndClearsItAway() {
    try (var _ = terminal(true).progress("waiting for trainer")) {
      ticker.tick(1000);
      ticker.tick(2100);
    }

    assertEquals(
        "\r\033[K| waiting for trainer (1 s)\r\033[K/ waiting for trainer (2 s)\r\033[K", shown());
  }

  @Test
  void elsewhereEachStepIsALineOnce() {
    try (var progress = terminal(false).progress("waiting for an address")) {
      ticker.tick(1500);
      ticker.tick(2500);
      progress.step("waiting for the login");
      ticker.tick(3500);
    }

    assertEquals(
        "spheron-ssh: waiting for an address\nspheron-ssh: waiting for the login\n", shown());
  }

  @Test
  void quietIsQuiet() {
    Terminal terminal = terminal(true);
    terminal.speak(terminal.manner().withVerbosity(-1));
    try (var _ = terminal.progress("waiting")) {
      ticker.tick(5000);
    }

    assertEquals("", shown());
  }

  @Test
  void otherTextPushesTheLineAway() {
    Terminal terminal = terminal(true);
    try (var _ = terminal.progress("waiting")) {
      ticker.tick(1000);
      terminal.note("hello");
    }

    assertEquals("\r\033[K| waiting (1 s)\r\033[Kspheron-ssh: hello\n", shown());
  }

  @Test
  void theLineNeverWraps() {
    try (var _ = terminal(true).progress("x".repeat(300))) {
      ticker.tick(1000);
    }

    assertTrue(shown().length() <= 79 + 2 * "\r\033[K".length(), shown());
  }

  @Test
  void theTicksEndWithTheWork() {
    terminal(true).progress("waiting").close();

    assertTrue(ticker.stopped);
  }

  @Test
  void timeReallyGoesBy() throws InterruptedException {
    var ticked = new java.util.concurrent.CountDownLatch(2);
    Ticker.Stop stop = Ticker.REAL.start(Duration.ofMillis(1), gone -> ticked.countDown());

    assertTrue(ticked.await(10, java.util.concurrent.TimeUnit.SECONDS));
    stop.stop();
  }

  private Terminal terminal(boolean errIsTerminal) {
    var in = InputStream.nullInputStream();
    var out = new ByteArrayOutputStream();
    return new Terminal(in, out, err, false, false, errIsTerminal, null, ticker);
  }

  private String shown() {
    return err.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }

  /** Ticks when the test says so. */
  private static final class HandTicker implements Ticker {
    private Consumer<Duration> onTick = gone -> {};
    private boolean stopped;

    @Override
    public Stop start(Duration period, Consumer<Duration> listener) {
      onTick = listener;
      return () -> stopped = true;
    }

    void tick(long millis) {
      onTick.accept(Duration.ofMillis(millis));
    }
  }
}
