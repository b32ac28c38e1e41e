package io.github.spheronssh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SshConfigTest {
  /** Lines are read as the ssh of this machine reads them, which {@code -G} tells. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "BindAddress ada",
        "bindaddress=ada",
        "BINDADDRESS = ada",
        "  BindAddress\tada  ",
        "BindAddress=\"a da\"",
        "BindAddress \"ada\" # comment",
        "BindAddress ada # comment",
        "BindAddress ad#a",
        "BindAddress 'a d a'",
        "BindAddress a\\ da",
        "BindAddress a\\\"da",
        "BindAddress \"a\\\"da\"",
        "BindAddress 'a\\'da'",
        "BindAddress a\\da",
        "BindAddress a\"d\"a",
        "\"BindAddress\" ada",
        "# BindAddress ada",
        "",
      })
  void aLineIsReadAsSshReadsIt(String line) throws Exception {
    String shown =
        ProgramRun.of(
                RealPrograms.require("ssh"),
                "-F",
                "none",
                "-o",
                line,
                "-o",
                "BindAddress=bob",
                "-G",
                "h")
            .succeeded();
    String alias =
        shown.lines().filter(each -> each.startsWith("bindaddress ")).findFirst().orElseThrow();
    SshConfig config = SshConfig.builder().line(line, "-o").line("BindAddress=bob", "-o").build();
    assertEquals(alias, "bindaddress " + config.text(Keyword.BIND_ADDRESS).orElseThrow());
  }

  @Test
  void theFirstValueCountsAndSomeKeywordsTakeAll() throws Exception {
    SshConfig config =
        config(
            "Port 1", "Port 2", "IdentityFile a", "IdentityFile b", "SetEnv A=1 B=2", "SetEnv C");
    assertEquals(Optional.of("1"), config.text(Keyword.PORT));
    assertEquals(List.of("a", "b"), config.texts(Keyword.IDENTITY_FILE));
    assertEquals(List.of("A=1", "B=2"), config.texts(Keyword.SET_ENV));
    assertEquals(Optional.empty(), config.text(Keyword.USER));
  }

  @Test
  void aLetterOutranksWhatWasSet() throws Exception {
    SshConfig config =
        SshConfig.builder().line("Compression no", "-o").set(Keyword.COMPRESSION, "yes").build();
    assertEquals(Optional.of(true), config.flag(Keyword.COMPRESSION));
  }

  @Test
  void aCommandIsTheRestOfTheLine() throws Exception {
    assertEquals(
        Optional.of("echo \"a  b\" # c"),
        config("RemoteCommand=echo \"a  b\" # c").text(Keyword.REMOTE_COMMAND));
  }

  @Test
  void timesHaveUnits() throws Exception {
    assertEquals(
        Optional.of(Duration.ofSeconds(3602)),
        config("ConnectTimeout 1h2").duration(Keyword.CONNECT_TIMEOUT));
    assertEquals(
        Optional.of(Duration.ofDays(9)),
        config("ConnectTimeout 1w2d").duration(Keyword.CONNECT_TIMEOUT));
    assertEquals(Optional.empty(), config("ConnectTimeout none").duration(Keyword.CONNECT_TIMEOUT));
  }

  @Test
  void olderNamesOfAKeywordCount() {
    assertEquals(
        Optional.of(Keyword.PUBKEY_ACCEPTED_ALGORITHMS), Keyword.named("PubkeyAcceptedKeyTypes"));
    assertEquals(
        Optional.of(Keyword.KBD_INTERACTIVE_AUTHENTICATION),
        Keyword.named("challengeResponseAuthentication"));
  }

  @Test
  void errorsNameTheKeywordAndWhatWasExpected() throws Exception {
    refused("no value", () -> config("Port"));
    refused("-o: ssh_config has no option Plugh", () -> config("Plugh 1"));
    refused("a quote is not closed", () -> config("User \"ada"));
    refused(
        "BatchMode: expected yes or no, met 'so'",
        () -> config("BatchMode so").flag(Keyword.BATCH_MODE));
    refused(
        "ServerAliveCountMax: expected a number, met '-1'",
        () -> config("ServerAliveCountMax -1").number(Keyword.SERVER_ALIVE_COUNT_MAX));
    refused(
        "ConnectTimeout: expected a time like 90 or 1h30m, met 'h'",
        () -> config("ConnectTimeout h").duration(Keyword.CONNECT_TIMEOUT));
  }

  @Property
  void noLineBreaksTheReader(@ForAll String line) {
    try {
      config(line).text(Keyword.USER);
    } catch (ConfigException e) {
      assertTrue(e.getMessage().startsWith("-o: "), e.getMessage());
    }
  }

  private static SshConfig config(String... lines) throws ConfigException {
    SshConfig.Builder builder = SshConfig.builder();
    for (String line : lines) {
      builder.line(line, "-o");
    }
    return builder.build();
  }

  private static void refused(String message, org.junit.jupiter.api.function.Executable reading) {
    ConfigException e = assertThrows(ConfigException.class, reading);
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
