package io.github.spheronssh.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.CredentialsException;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.instance.Resolution.PlainHost;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DirectoryTest {
  private final CredentialsException noKey =
      new CredentialsException("no API key", "spheron-ssh login");

  private final FakeDeployments service =
      new FakeDeployments()
          .with("dep-1", "trainer", "running")
          .with("dep-2", "twin", "running")
          .with("dep-3", "twin", "deploying")
          .with("dep-4", "reclaimed", "terminated-provider")
          .with("dep-5", "render-a", "running")
          .with("dep-6", "render-b", "stopped");

  @Test
  void anExactNameIsTheInstance() throws Exception {
    assertEquals("dep-1", instance(directory(), "trainer").id());
  }

  @Test
  void anExactIdIsTheInstanceEvenWhereItsNameIsSharedByAnother() throws Exception {
    assertEquals("dep-3", instance(directory(), "dep-3").id());
  }

  @Test
  void aNameOfTwoInstancesIsRefusedWithTheIdsOfBoth() {
    var e = assertThrows(TargetException.class, () -> resolve(directory(), "twin"));
    assertTrue(e.getMessage().contains("twin (dep-2), twin (dep-3)"), e.getMessage());
    assertTrue(e.hint().orElseThrow().contains("dep-2"));
  }

  @Test
  void anInstanceThatEndedIsFoundWithItsStatus() throws Exception {
    OfInstance found = instance(directory(), "reclaimed");
    assertEquals(Status.TERMINATED_PROVIDER, found.live().orElseThrow().status());
  }

  @Test
  void aKnownInstanceThatTheServiceForgotIsGone() {
    Directory directory = directory(known("dep-9", "old", "203.0.113.9", 22));
    var e = assertThrows(TargetException.class, () -> resolve(directory, "old"));
    assertTrue(e.getMessage().contains("old (dep-9) is gone"), e.getMessage());
  }

  @Test
  void aNameGivenAgainIsTheNewInstance() throws Exception {
    Directory directory = directory(known("dep-0", "trainer", "203.0.113.9", 22));
    OfInstance found = instance(directory, "trainer");
    assertEquals("dep-1", found.id());
    assertTrue(found.known().isEmpty(), "what the old one proved is not the new one's");
  }

  @Test
  void aUniqueStartWillDoWhereAPersonSeesIt() throws Exception {
    OfInstance found = instance(directory(), "tra");
    assertEquals("dep-1", found.id());
    assertTrue(found.completed());
    assertFalse(instance(directory(), "trainer").completed());
  }

  @Test
  void aUniqueStartWillNotDoInAScript() {
    Directory scripted = new Directory(List.of(), service, names(), false);
    var e = assertThrows(TargetException.class, () -> resolve(scripted, "tra"));
    assertTrue(e.getMessage().contains("a name that starts so: trainer (dep-1)"), e.getMessage());
  }

  @Test
  void aStartOfSeveralIsRefusedWithAllOfThem() {
    var e = assertThrows(TargetException.class, () -> resolve(directory(), "render"));
    assertTrue(e.getMessage().contains("render-a (dep-5), render-b (dep-6)"), e.getMessage());
  }

  @Test
  void anotherNameIsAHostWhereThereIsOne() throws Exception {
    assertEquals(new PlainHost("gate.example"), resolve(directory(), "gate.example"));
  }

  @Test
  void aNameThatNothingHasIsRefused() {
    var e = assertThrows(TargetException.class, () -> resolve(directory(), "nowhere"));
    assertEquals("spheron-ssh instances --all", e.hint().orElseThrow());
  }

  @Test
  void anAddressIsAHostWithoutAskingTheService() throws Exception {
    assertEquals(new PlainHost("198.51.100.7"), resolve(directory(), "198.51.100.7"));
    assertEquals(new PlainHost("2001:db8::1"), resolve(directory(), "2001:db8::1"));
    assertEquals(0, service.asked);
  }

  @Test
  void anAddressThatAKnownInstanceHasIsThatInstance() throws Exception {
    Directory directory = directory(known("dep-1", "trainer", "198.51.100.7", 22));
    assertEquals("dep-1", instance(directory, "198.51.100.7").id());
  }

  @Test
  void anAddressThatTheInstanceHasNoMoreIsAHost() throws Exception {
    Directory ended = directory(known("dep-4", "reclaimed", "198.51.100.7", 22));
    assertEquals(new PlainHost("198.51.100.7"), resolve(ended, "198.51.100.7"));
    Directory moved = directory(known("dep-1", "trainer", "203.0.113.5", 22));
    assertEquals(new PlainHost("203.0.113.5"), resolve(moved, "203.0.113.5"));
    Directory forgotten = directory(known("dep-9", "old", "203.0.113.5", 22));
    assertEquals(new PlainHost("203.0.113.5"), resolve(forgotten, "203.0.113.5"));
  }

  @Test
  void whatItMeantToEarlierLoginsIsToldWithoutAsking() {
    Directory directory = directory(known("dep-1", "trainer", "198.51.100.7", 2201));
    for (String target : List.of("trainer", "dep-1", "198.51.100.7")) {
      assertEquals("dep-1", directory.remembered(target, OptionalInt.empty()).orElseThrow().id());
    }
    assertTrue(directory.remembered("train", OptionalInt.empty()).isEmpty());
    assertTrue(directory.remembered("198.51.100.7", OptionalInt.of(9)).isEmpty());
    assertEquals(0, service.asked);
  }

  @Test
  void aKnownNameComesBeforeAnAddressAndBeforeOthersOfThatName() throws Exception {
    Directory directory =
        directory(
            known("dep-2", "twin", "198.51.100.8", 22),
            known("dep-1", "198.51.100.8", "198.51.100.7", 22));
    assertEquals("dep-2", instance(directory, "twin").id());
    assertEquals("dep-1", directory.remembered("198.51.100.8", OptionalInt.empty()).get().id());
  }

  @Test
  void anInstanceThatIsCalledOtherwiseByNowGivesItsNameAway() throws Exception {
    Directory directory = directory(known("dep-5", "trainer", "198.51.100.8", 22));
    assertEquals("dep-1", instance(directory, "trainer").id());
    Directory alone = directory(known("dep-5", "was-render", "198.51.100.8", 22));
    assertEquals("dep-5", instance(alone, "was-render").id());
  }

  @Test
  void aNameOfTheServiceComesBeforeAHost() throws Exception {
    Directory directory = new Directory(List.of(), service, names("trainer"), false);
    assertEquals("dep-1", instance(directory, "trainer").id());
    Directory starts = new Directory(List.of(), service, names("tra"), true);
    assertEquals("dep-1", instance(starts, "tra").id());
    Directory scripted = new Directory(List.of(), service, names("tra"), false);
    assertEquals(new PlainHost("tra"), resolve(scripted, "tra"));
  }

  @Test
  void anAddressOfSeveralInstancesIsToldByItsPort() throws Exception {
    Directory directory =
        directory(
            known("dep-1", "trainer", "198.51.100.7", 2201),
            known("dep-2", "twin", "198.51.100.7", 2202));
    var second = directory.resolve("198.51.100.7", OptionalInt.of(2202));
    assertEquals("dep-2", assertInstanceOf(OfInstance.class, second).id());
    assertEquals(new PlainHost("198.51.100.7"), resolve(directory, "198.51.100.7"));
  }

  @Test
  void withoutCredentialsAKnownNameIsStillFoundAndTheReasonKept() throws Exception {
    var directory =
        new Directory(
            List.of(known("dep-1", "trainer", "198.51.100.7", 22)),
            Deployments.unavailable(noKey),
            names(),
            true);
    OfInstance found = instance(directory, "trainer");
    assertEquals(Optional.of(noKey), found.silence());
    assertTrue(found.live().isEmpty());
  }

  @Test
  void withoutCredentialsAHostIsFoundAndAnUnknownNameIsNot() throws Exception {
    var directory =
        new Directory(List.of(), Deployments.unavailable(noKey), names("gate.example"), true);
    assertEquals(new PlainHost("gate.example"), resolve(directory, "gate.example"));
    var unasked = assertThrows(UnaskedException.class, () -> resolve(directory, "other"));
    assertSame(noKey, unasked.silence());
    assertEquals("no API key; and no host is called 'other' either", unasked.getMessage());
    assertEquals(noKey.hint(), unasked.hint());
  }

  private Directory directory(KnownInstance... known) {
    return new Directory(List.of(known), service, names("gate.example"), true);
  }

  private static Resolution resolve(Directory directory, String target) throws SpheronSshException {
    return directory.resolve(target, OptionalInt.empty());
  }

  private static OfInstance instance(Directory directory, String target)
      throws SpheronSshException {
    return assertInstanceOf(OfInstance.class, resolve(directory, target));
  }

  private static HostNames names(String... names) {
    return Set.of(names)::contains;
  }

  private static KnownInstance known(String id, String name, String address, int port) {
    return new KnownInstance(
        id,
        name,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(new KnownInstance.Seen(address, port, Instant.EPOCH)));
  }
}
