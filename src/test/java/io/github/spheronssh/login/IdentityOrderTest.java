package io.github.spheronssh.login;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.Deployment;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.KnownInstance;
import io.github.spheronssh.instance.KnownInstance.ProvedKey;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.ssh.Identity;
import io.github.spheronssh.testing.CommandRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which key is offered first. */
final class IdentityOrderTest {
  @TempDir Path home;
  private IdentityOrder order;
  private KeyWish wish = KeyWish.none();

  @BeforeEach
  void makeKeys() throws Exception {
    for (String name : List.of("id_ed25519", "work", "old")) {
      String file = home.resolve(".ssh/" + name).toString();
      assertEquals(
          0, new CommandRun(home).run("keygen", "--no-passphrase", "-q", "-f", file).status());
    }
    order = order(id -> id.equals("k1") ? Optional.of(key("work")) : Optional.empty());
  }

  @Test
  void theKeyThatALoginProvedOutranksTheOneTheServiceNames() throws Exception {
    order.proved(Optional.of(madeWith("k1")), Optional.of(proved(key("old"))));
    order.usual();
    assertEquals(List.of("~/.ssh/old", "~/.ssh/id_ed25519"), origins());
    assertEquals("a login with it succeeded on 2026-05-01", order.reasons().getFirst().text());
  }

  @Test
  void theKeyThatTheServiceNamesCountsWhereTheProvedOneIsNotHere() throws Exception {
    PublicKeyLine gone = key("old");
    Files.delete(home.resolve(".ssh/old"));
    order = order(_ -> Optional.of(key("work")));
    order.proved(Optional.of(madeWith("k1")), Optional.of(proved(gone)));
    assertEquals(List.of("~/.ssh/work"), origins());
    assertEquals("the instance was made with it (k1)", order.reasons().getFirst().text());
  }

  @Test
  void theGivenKeysComeFirstAndNoneTwice() throws Exception {
    wish = KeyWish.files(List.of(home.resolve(".ssh/id_ed25519"), home.resolve(".ssh/old.pub")));
    order = order(id -> id.equals("k1") ? Optional.of(key("work")) : Optional.empty());
    order.given();
    order.proved(Optional.of(madeWith("k1")), Optional.of(proved(key("old"))));
    order.usual();
    assertEquals(List.of("~/.ssh/id_ed25519", "~/.ssh/old"), origins());
  }

  @Test
  void aServiceThatCanNotTellTheKeyIsNoObstacle() throws Exception {
    order =
        order(
            _ -> {
              throw new SpheronSshException("nobody answers", null);
            });
    order.proved(Optional.of(madeWith("k1")), Optional.empty());
    order.usual();
    assertEquals(List.of("~/.ssh/id_ed25519"), origins());
    assertEquals(
        "the one that it was made with is not known: nobody answers",
        order.reasons().getFirst().text());
  }

  @Test
  void aProofThatWasEditedIntoRubbishProvesNothing() throws Exception {
    var rubbish = new ProvedKey("AAAA", Instant.parse("2026-05-01T10:00:00Z"));
    order.proved(Optional.empty(), Optional.of(known(rubbish)));
    assertEquals(List.of(), origins());
  }

  private IdentityOrder order(KeyLookup lookup) throws Exception {
    var properties = new Properties();
    properties.put("os.name", System.getProperty("os.name"));
    var environment = Environment.of(Map.of("HOME", home.toString()), properties);
    return new IdentityOrder(LocalKeys.read(environment, _ -> {}), lookup, wish);
  }

  private List<String> origins() {
    return order.identities().stream().map(Identity::origin).toList();
  }

  private PublicKeyLine key(String name) throws SpheronSshException {
    try {
      return PublicKeyLine.parse(Files.readString(home.resolve(".ssh/" + name + ".pub")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KnownInstance proved(PublicKeyLine key) {
    String blob = Base64.getEncoder().encodeToString(key.blob());
    return known(new ProvedKey(blob, Instant.parse("2026-05-01T10:00:00Z")));
  }

  private static KnownInstance known(ProvedKey key) {
    return new KnownInstance(
        "d1", "box", Optional.empty(), Optional.empty(), List.of(key), List.of());
  }

  private static Instance madeWith(String keyId) {
    return Instance.of(
        new Deployment(
            "d1", "box", null, null, null, null, null, null, keyId, null, null, null, null, null,
            null, null, null, "running", null, null, null, null));
  }
}
