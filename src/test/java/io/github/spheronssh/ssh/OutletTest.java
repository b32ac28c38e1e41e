package io.github.spheronssh.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class OutletTest {
  @Test
  void whatWasSentBeforeTheConnectionWentIsWrittenToTheEnd() throws Exception {
    var out = new ByteArrayOutputStream();
    var firstIsTaken = new CountDownLatch(1);
    var outlet =
        new Outlet(
            "test",
            out,
            new Outlet.Drain() {
              @Override
              public void taken(int count) throws IOException {
                firstIsTaken.countDown();
                throw new IOException("the connection is gone");
              }

              @Override
              public void broke() {}
            });
    outlet.start();
    outlet.add("one ".getBytes(UTF_8), 0, 4);
    firstIsTaken.await();
    outlet.add("two".getBytes(UTF_8), 0, 3);
    outlet.finish();
    assertEquals("one two", out.toString(UTF_8));
  }

  @Test
  void aStreamThatTakesNoMoreIsToldOfOnceAndTheRestStillCounts() throws Exception {
    var told = new AtomicBoolean();
    var taken = new CountDownLatch(2);
    var outlet =
        new Outlet(
            "test",
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            },
            new Outlet.Drain() {
              @Override
              public void taken(int count) {
                taken.countDown();
              }

              @Override
              public void broke() {
                assertTrue(told.compareAndSet(false, true));
              }
            });
    outlet.start();
    outlet.add(new byte[8192], 0, 8192);
    outlet.add(new byte[8192], 0, 8192);
    taken.await();
    outlet.finish();
    assertTrue(told.get());
  }
}
