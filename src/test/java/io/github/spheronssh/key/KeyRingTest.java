package io.github.spheronssh.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyRingTest {
  @TempDir Path folder;

  @Test
  void aFolderThatIsNotThereHoldsNoKeys() throws Exception {
    KeyRing ring = KeyRing.read(folder.resolve("nowhere"));

    assertEquals(List.of(), ring.keys());
    assertEquals(Optional.empty(), ring.defaultKey());
  }

  @Test
  void keysComeInSshsOrderAndOtherFilesDoNotCount() throws Exception {
    write("work", KeyKind.ED25519);
    write("id_ecdsa", KeyKind.ECDSA);
    write("id_ed25519", KeyKind.ED25519);
    Files.writeString(folder.resolve("config"), "Host *\n");
    Files.writeString(folder.resolve("known_hosts"), "");
    Files.createDirectory(folder.resolve("id_rsa"));

    KeyRing ring = KeyRing.read(folder);

    assertEquals(
        List.of("id_ed25519", "id_ecdsa", "work"),
        ring.keys().stream().map(key -> String.valueOf(key.path().getFileName())).toList());
    assertEquals(folder.resolve("id_ed25519"), ring.defaultKey().orElseThrow().path());
    assertEquals(List.of(), ring.unreadable());
  }

  @Test
  void aKeyThatIsNotADefaultOneIsNeverTakenForOne() throws Exception {
    write("work", KeyKind.ED25519);
    assertEquals(Optional.empty(), KeyRing.read(folder).defaultKey());
  }

  @Test
  void aKeyIsFoundByItsPublicHalfWhateverItsFileIsCalled() throws Exception {
    SshKeyPair pair = write("work", KeyKind.ED25519);
    SshKeyPair other = write("other", KeyKind.ED25519);
    Files.delete(folder.resolve("work.pub"));

    KeyRing ring = KeyRing.read(folder);

    assertEquals(
        folder.resolve("work"),
        ring.find(pair.publicKey().withComment("elsewhere")).orElseThrow().path());
    assertEquals(folder.resolve("other"), ring.find(other.publicKey()).orElseThrow().path());
  }

  @Test
  void aPublicFileOfAnotherKeyIsNotBelieved() throws Exception {
    SshKeyPair pair = write("work", KeyKind.ED25519);
    SshKeyPair other = write("other", KeyKind.ED25519);
    Files.writeString(folder.resolve("work.pub"), other.publicKey() + "\n");

    PublicKeyLine shown = PrivateKeyFile.read(folder.resolve("work")).publicKey().orElseThrow();

    assertTrue(shown.sameKeyAs(pair.publicKey()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '' | expected a private key, met an empty file
          PuTTY-User-Key-File-3: ssh-ed25519 | the key is cut off: its last line is missing
          ssh-ed25519 AAAA me | expected a private key, met a public key
          hello | expected a private key, met something else
          -----BEGIN DSA PRIVATE KEY----- | dsa keys are too weak, and OpenSSH takes them no more
          -----BEGIN OPENSSH PRIVATE KEY----- | the key is cut off: its last line is missing
          -----BEGIN RSA PRIVATE KEY----- | the key is damaged: its PEM can't be read
          -----BEGIN CERTIFICATE----- | expected a private key, met a certificate
          """)
  void whatCannotBeReadIsNamedWithItsReason(String content, String reason) throws Exception {
    Path file = Files.writeString(folder.resolve("id_ed25519"), content);

    KeyRing ring = KeyRing.read(folder);

    assertEquals(file + ": " + reason, ring.unreadable().getFirst().getMessage());
  }

  @Test
  void aKeyOfPuttyIsNamedWithTheCommandThatConvertsIt() throws Exception {
    SshKeyPair pair = new KeyGenerator().generate(KeyKind.ED25519, 256, false, "me");
    Path file = folder.resolve("old.ppk");
    new KeyRewrite(KeyFormat.PPK, 1).create(file, pair, Optional.empty());

    KeyFileException met = KeyRing.read(folder).unreadable().getFirst();

    assertEquals(file + ": expected an OpenSSH private key, met PuTTY's format", met.getMessage());
    assertEquals(
        "spheron-ssh keygen -i -f '%s' --to '%s.openssh'".formatted(file, file),
        met.hint().orElseThrow());
  }

  private SshKeyPair write(String name, KeyKind kind) throws Exception {
    SshKeyPair pair = new KeyGenerator().generate(kind, kind.defaultBits(), false, "me@" + name);
    KeyPairFile.write(folder.resolve(name), pair, Optional.empty(), 1);
    return pair;
  }
}
