package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which ciphers come first on which processor. */
final class ProcessorTest {
  @TempDir Path folder;

  @Test
  void aProcessorWithAesHasAesFirst() throws Exception {
    Processor intel = linux("processor\t: 0\nflags\t\t: fpu sse2 aes avx\nbugs\t\t: many\n");
    assertTrue(intel.hasAes());
    assertEquals(List.of("aes", "chacha20"), intel.order(List.of("aes", "chacha20")));
    assertTrue(linux("Features\t: fp asimd aes pmull\n").hasAes());
  }

  @Test
  void aProcessorWithoutAesHasChaCha20First() throws Exception {
    Processor old = linux("processor\t: 0\nflags\t\t: fpu sse2 vaes\n");
    assertFalse(old.hasAes());
    assertEquals(List.of("chacha20", "aes", "ctr"), old.order(List.of("aes", "chacha20", "ctr")));
    assertFalse(linux("Features\t: half thumb vfp neon\n").hasAes());
  }

  @Test
  void whereNothingIsSaidItIsTakenToHaveAes() throws Exception {
    assertTrue(new Processor("Linux", folder.resolve("none")).hasAes());
    assertTrue(linux("").hasAes());
    assertTrue(new Processor("Mac OS X", file("flags : none\n")).hasAes());
  }

  @Test
  void noMoreThanABeginningIsRead() throws Exception {
    assertTrue(linux("x: y\n".repeat(100_000) + "flags : none\n").hasAes());
  }

  private Processor linux(String description) throws Exception {
    return new Processor("Linux", file(description));
  }

  private Path file(String description) throws Exception {
    return Files.writeString(folder.resolve("cpuinfo"), description);
  }
}
