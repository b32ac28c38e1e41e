package io.github.spheronssh.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.instance.KnownInstance.ProvedKey;
import io.github.spheronssh.instance.KnownInstance.Seen;
import io.github.spheronssh.instance.Ledger.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerTest {
  private static final String API = "https://api.example";

  @TempDir Path folder;
  private final AtomicLong now = new AtomicLong(1_000);
  private final List<String> notes = new ArrayList<>();
  private Path file;
  private Ledger ledger;

  @BeforeEach
  void open() {
    file = folder.resolve("spheron/ledger.json");
    ledger = ledger(API);
  }

  @Test
  void keepsWhatALoginProved() {
    ledger.record(proof("dep-1", "ubuntu", "AAAA", "198.51.100.7", 2201));
    KnownInstance known = ledger.known().getFirst();
    assertEquals("dep-1", known.id());
    assertEquals("name of dep-1", known.name());
    assertEquals(Optional.of("ubuntu"), known.user());
    assertEquals(List.of(new ProvedKey("AAAA", at(1_000))), known.keys());
    assertEquals(Optional.of(new Seen("198.51.100.7", 2201, at(1_000))), known.lastSeen());
    assertEquals(List.of(), notes);
  }

  @Test
  void theLatestProofComesFirstAndTheEarlierStay() {
    ledger.record(proof("dep-1", "root", "AAAA", "198.51.100.7", 22));
    ledger.record(proof("dep-1", "ubuntu", "BBBB", "198.51.100.8", 22));
    ledger.record(proof("dep-1", "ubuntu", "AAAA", "198.51.100.8", 22));
    KnownInstance known = ledger.known().getFirst();
    assertEquals(Optional.of("ubuntu"), known.user());
    assertEquals(List.of("AAAA", "BBBB"), known.keys().stream().map(ProvedKey::blob).toList());
    assertEquals(
        List.of("198.51.100.8", "198.51.100.7"),
        known.addresses().stream().map(Seen::address).toList());
  }

  @Test
  void theLatestInstanceComesFirst() {
    ledger.record(proof("dep-1", "root", "AAAA", "198.51.100.7", 22));
    now.set(2_000);
    ledger.record(proof("dep-2", "root", "AAAA", "198.51.100.8", 22));
    now.set(3_000);
    ledger.record(proof("dep-1", "root", "AAAA", "198.51.100.7", 22));
    assertEquals(List.of("dep-1", "dep-2"), ids(ledger));
  }

  @Test
  void eachServiceHasItsOwnInstances() {
    ledger.record(proof("dep-1", "root", "AAAA", "198.51.100.7", 22));
    ledger("http://127.0.0.1:1").record(proof("dep-1", "bob", "BBBB", "127.0.0.1", 1));
    assertEquals(Optional.of("root"), ledger.known().getFirst().user());
    assertEquals(Optional.of("bob"), ledger("http://127.0.0.1:1").known().getFirst().user());
  }

  @Test
  void forgetsAnInstance() {
    ledger.record(proof("dep-1", "root", "AAAA", "198.51.100.7", 22));
    ledger.record(proof("dep-2", "root", "AAAA", "198.51.100.7", 22));
    ledger.forget("dep-1");
    assertEquals(List.of("dep-2"), ids(ledger));
  }

  @Test
  void aDamagedFileIsSetAsideAndSaid() throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"version\":1,\"instances\":[{");
    assertEquals(List.of(), ledger.known());
    assertTrue(notes.getFirst().contains("is damaged"), notes.toString());
    assertEquals(List.of(file), files(), "who only reads changes nothing");
    ledger.record(proof("dep-1", "root", "AAAA", "198.51.100.7", 22));
    Path aside = file.resolveSibling("ledger.json.damaged-1000");
    assertEquals("{\"version\":1,\"instances\":[{", Files.readString(aside));
    assertTrue(notes.get(1).contains("was damaged"), notes.toString());
    assertEquals(List.of("dep-1"), ids(ledger));
    assertEquals(2, notes.size());
  }

  private List<Path> files() throws Exception {
    try (var files = Files.list(file.getParent())) {
      return files.toList();
    }
  }

  @Test
  void aLaterProgramsLedgerIsReadAndNeverWritten() throws Exception {
    Files.createDirectories(file.getParent());
    String later =
        """
        {"version":2,"instances":[{"api":"https://api.example","deployment":"dep-1","more":1}]}
        """;
    Files.writeString(file, later);
    assertEquals(List.of("dep-1"), ids(ledger));
    ledger.record(proof("dep-2", "root", "AAAA", "198.51.100.7", 22));
    assertEquals(later, Files.readString(file));
    assertTrue(notes.getFirst().contains("a later spheron-ssh wrote"), notes.toString());
  }

  @Test
  void whatCanNotBeWhatItSaysIsLeftOut() throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        {"version":1,"instances":[null,{"api":null,"deployment":"x"},
         {"api":"https://api.example","deployment":"dep-1","user":"-oProxyCommand=id",
          "keys":[null,{"blob":"no base64!"},{"blob":"AAAA","at":"yesterday"}],
          "addresses":[{"address":"$(id)","port":22},{"address":"198.51.100.7","port":0},
                       {"address":"198.51.100.7","port":22,"at":null}]}]}
        """);
    KnownInstance known = ledger.known().getFirst();
    assertEquals(Optional.empty(), known.user());
    assertEquals(List.of(new ProvedKey("AAAA", Instant.EPOCH)), known.keys());
    assertEquals(List.of(new Seen("198.51.100.7", 22, Instant.EPOCH)), known.addresses());
    assertEquals("dep-1", known.title());
  }

  @Test
  void aLedgerThatCanNotBeWrittenIsSaidAndNoMore() throws Exception {
    Files.writeString(folder.resolve("spheron"), "a file where the folder should be");
    ledger.record(proof("dep-1", "root", "AAAA", "198.51.100.7", 22));
    assertTrue(notes.getFirst().contains("could not be kept"), notes.toString());
  }

  @Test
  void onlyTheOwnerReadsIt() throws Exception {
    ledger.record(proof("dep-1", "root", "AAAA", "198.51.100.7", 22));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void theProofsOfAnInstanceAreBounded() {
    for (int port = 1; port <= 20; port++) {
      ledger.record(proof("dep-1", "root", "AAA" + (char) ('A' + port), "198.51.100.7", port));
    }
    KnownInstance known = ledger.known().getFirst();
    assertEquals(Ledger.MAX_PROOFS, known.keys().size());
    assertEquals(Ledger.MAX_PROOFS, known.addresses().size());
    assertEquals(20, known.lastSeen().orElseThrow().port());
  }

  @Test
  void manyWhoRecordAtOnceLoseNothing() {
    try (var runs = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 40)
          .forEach(
              i ->
                  runs.execute(
                      () ->
                          ledger(API)
                              .record(proof("dep-" + i, "root", "AAAA", "198.51.100.7", 22))));
    }
    assertEquals(40, ledger.known().size());
    assertEquals(List.of(), notes);
  }

  private Ledger ledger(String api) {
    return new Ledger(file, api, notes::add, clock());
  }

  private InstantSource clock() {
    return () -> at(now.get());
  }

  private static Proof proof(String id, String user, String blob, String address, int port) {
    return new Proof(id, "name of " + id, Optional.empty(), user, Optional.of(blob), address, port);
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  private static List<String> ids(Ledger ledger) {
    return ledger.known().stream().map(KnownInstance::id).toList();
  }
}
