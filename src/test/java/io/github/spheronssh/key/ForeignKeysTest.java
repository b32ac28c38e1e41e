package io.github.spheronssh.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys go from PuTTY's, OpenSSL's and SSH.com's formats to ours, and from ours to theirs. */
final class ForeignKeysTest {
  private static final String PASSPHRASE = "correct hørse";
  private static final String COMMENT = "zoë@gpu 東京";

  private final Path sshKeygen = RealPrograms.require("ssh-keygen");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"ED25519,256", "ECDSA,256", "ECDSA,384", "ECDSA,521", "RSA,2048"})
  void puttysKeysAreReadAndOursAreReadByPutty(KeyKind kind, int bits) throws Exception {
    Path puttygen = RealPrograms.require("puttygen");
    Path secret = Files.writeString(folder.resolve("secret"), PASSPHRASE + "\n");
    SshKeyPair pair = new KeyGenerator().generate(kind, bits, true, COMMENT);
    for (KeyFormat format : List.of(KeyFormat.PPK, KeyFormat.PPK2)) {
      for (boolean encrypted : List.of(true, false)) {
        Path ours = folder.resolve("ours" + format + encrypted);
        Path theirs = folder.resolve("theirs" + format + encrypted);
        var passphrase = encrypted ? Optional.of(PASSPHRASE.toCharArray()) : none();
        new KeyRewrite(format, 1).create(ours, pair, passphrase);
        String version = "version=" + (format == KeyFormat.PPK ? 3 : 2);
        Path given = encrypted ? secret : Path.of("/dev/null");

        String line =
            ProgramRun.of(puttygen, ours, "--old-passphrase", given, "-L").succeeded().strip();
        ProgramRun.of(
                puttygen,
                ours,
                "-o",
                theirs,
                "-O",
                "private",
                "--reencrypt",
                "--ppk-param",
                version,
                "--old-passphrase",
                given,
                "--new-passphrase",
                given)
            .succeeded();
        PrivateKeyFile read = PrivateKeyFile.read(theirs);

        assertEquals(pair.publicKey().toString(), line);
        assertEquals(format, read.format());
        assertEquals(encrypted, read.isEncrypted());
        assertEquals(pair.publicKey(), read.publicKey().orElseThrow());
        SshKeyPair opened = read.unlock(PASSPHRASE.toCharArray());
        assertEquals(pair.publicKey(), opened.publicKey());
        PrivateNumbers.of(opened.keyPair()); // where both halves belong together
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"argon2id", "argon2i", "argon2d"})
  void everyFlavourOfPuttysStretchingIsRead(String flavour) throws Exception {
    Path puttygen = RealPrograms.require("puttygen");
    Path secret = Files.writeString(folder.resolve("secret"), PASSPHRASE + "\n");
    SshKeyPair pair = new KeyGenerator().generate(KeyKind.ED25519, 256, true, COMMENT);
    Path plain = folder.resolve("plain");
    Path file = folder.resolve("key.ppk");
    new KeyRewrite(KeyFormat.PPK, 1).create(plain, pair, none());
    ProgramRun.of(
            puttygen,
            plain,
            "-o",
            file,
            "-O",
            "private",
            "--reencrypt",
            "--new-passphrase",
            secret,
            "--ppk-param",
            "kdf=" + flavour + ",memory=1024,passes=2,parallelism=2")
        .succeeded();

    PrivateKeyFile key = PrivateKeyFile.read(file);

    assertTrue(Files.readString(file).contains("Argon2-Parallelism: 2"));
    assertThrows(WrongPassphraseException.class, () -> key.unlock("wrong".toCharArray()));
    assertEquals(pair.publicKey(), key.unlock(PASSPHRASE.toCharArray()).publicKey());
  }

  @Test
  void aKeyOfPuttyThatWasAlteredIsDamagedAndNotAnotherKey() throws Exception {
    SshKeyPair pair = new KeyGenerator().generate(KeyKind.ED25519, 256, true, "me");
    String text = text(KeyFormat.PPK, pair, none());

    PrivateKeyFormat renamed = PrivateKeyParser.parse(text.replace("Comment: me", "Comment: you"));
    PrivateKeyFormat windows = PrivateKeyParser.parse(text.replace("\n", "\r\n"));

    var error = assertThrows(KeyFormatException.class, () -> renamed.unlock(new char[0]));
    assertEquals("the key is damaged: its code doesn't prove it", error.getMessage());
    assertEquals(pair.publicKey(), windows.unlock(new char[0]).orElseThrow().publicKey());
  }

  @Test
  void puttysOldCommentsInWindowsLettersAreReadWithTheKey() throws Exception {
    SshKeyPair pair = new KeyGenerator().generate(KeyKind.ED25519, 256, true, "");
    byte[] comment = "zoë".getBytes(StandardCharsets.ISO_8859_1);
    String type = pair.publicKey().type();
    String text = text(KeyFormat.PPK2, pair, none());
    int start = text.indexOf("Private-Lines: 1\n") + "Private-Lines: 1\n".length();
    byte[] plain = Base64.getDecoder().decode(text.substring(start, text.indexOf('\n', start)));
    byte[] proved = PuttyFormat.proved(type, "none", comment, pair.publicKey().blob(), plain);
    String mac = HexFormat.of().formatHex(PuttySecrets.none(2).mac(proved));
    String old = text.replace("Comment: ", "Comment: zoë").replaceFirst("MAC: .*", "MAC: " + mac);
    Path file = Files.writeString(folder.resolve("old.ppk"), old, StandardCharsets.ISO_8859_1);

    assertTrue(PrivateKeyFile.read(file).unlock().publicKey().sameKeyAs(pair.publicKey()));
  }

  @ParameterizedTest
  @CsvSource({
    "ECDSA,256,PEM",
    "ECDSA,521,PEM",
    "RSA,2048,PEM",
    "ECDSA,384,PKCS8",
    "RSA,2048,PKCS8",
    "ED25519,256,PKCS8"
  })
  void opensslAndSshKeygenReadWhatWeWriteForThem(KeyKind kind, int bits, KeyFormat format)
      throws Exception {
    Path openssl = RealPrograms.require("openssl");
    SshKeyPair pair = new KeyGenerator().generate(kind, bits, true, COMMENT);
    Path plain = folder.resolve("plain");
    Path encrypted = folder.resolve("encrypted");
    new KeyRewrite(format, 1).create(plain, pair, none());
    new KeyRewrite(format, 1).create(encrypted, pair, Optional.of(PASSPHRASE.toCharArray()));

    String expected = KeyFormat.PKCS8.publicText(pair.publicKey());
    for (Path file : List.of(plain, encrypted)) {
      String secret = "pass:" + PASSPHRASE;
      assertEquals(
          expected,
          ProgramRun.of(openssl, "pkey", "-in", file, "-passin", secret, "-pubout").succeeded());
      ProgramRun.of(openssl, "pkey", "-in", file, "-passin", secret, "-check", "-noout")
          .succeeded();
      if (kind != KeyKind.ED25519) { // which OpenSSH reads from PKCS#8 since 9.6
        String secretOf = file.equals(plain) ? "" : PASSPHRASE;
        assertEquals(
            pair.publicKey().withComment("") + "\n",
            ProgramRun.of(sshKeygen, "-y", "-P", secretOf, "-f", file).succeeded());
      }
    }
    assertFalse(Files.readString(encrypted).contains("BEGIN PRIVATE KEY"));
    assertEquals(1, ProgramRun.of(openssl, "pkey", "-in", encrypted, "-passin", "pass:x").status());
  }

  @Test
  void everyCipherThatOpensslsOldFormatIsWrittenWithIsRead() throws Exception {
    Path openssl = RealPrograms.require("openssl");
    SshKeyPair pair = new KeyGenerator().generate(KeyKind.ECDSA, 256, true, "");
    Path plain = folder.resolve("plain");
    new KeyRewrite(KeyFormat.PEM, 1).create(plain, pair, none());
    for (String cipher : List.of("-des3", "-aes128", "-aes192", "-aes256")) {
      Path file = folder.resolve("key" + cipher);
      String secret = "pass:" + PASSPHRASE;
      ProgramRun.of(openssl, "ec", "-in", plain, cipher, "-passout", secret, "-out", file)
          .succeeded();

      PrivateKeyFile key = PrivateKeyFile.read(file);

      assertTrue(Files.readString(file).contains("DEK-Info"), cipher);
      assertThrows(WrongPassphraseException.class, () -> key.unlock("wrong".toCharArray()));
      assertEquals(pair.publicKey(), key.unlock(PASSPHRASE.toCharArray()).publicKey());
    }
  }

  @ParameterizedTest
  @CsvSource({"ED25519,256", "ECDSA,384", "RSA,2048"})
  void publicKeysGoToEachFormatAndBackThroughSshKeygen(KeyKind kind, int bits) throws Exception {
    PublicKeyLine key = new KeyGenerator().generate(kind, bits, true, COMMENT).publicKey();
    Path line = Files.writeString(folder.resolve("key.pub"), key + "\n");
    List<KeyFormat> formats =
        kind == KeyKind.ED25519
            ? List.of(KeyFormat.RFC4716)
            : List.of(KeyFormat.RFC4716, KeyFormat.PKCS8, KeyFormat.PEM);
    for (KeyFormat format : formats) {
      String theirs = ProgramRun.of(sshKeygen, "-e", "-m", format, "-f", line).succeeded();
      String ours = format.publicText(key);
      Path file = Files.writeString(folder.resolve(format + ".pub"), ours);

      assertTrue(ForeignPublicKey.parse(theirs).sameKeyAs(key));
      assertTrue(ForeignPublicKey.read(file).sameKeyAs(key));
      assertEquals(withoutComment(theirs), withoutComment(ours));
      if (format != KeyFormat.PEM || kind == KeyKind.RSA) {
        assertEquals(
            key.withComment("") + "\n",
            ProgramRun.of(sshKeygen, "-i", "-m", format, "-f", file).succeeded());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 60, 300, 900, 3000})
  void aCommentOfAnyLengthComesThroughRfc4716(int letters) throws Exception {
    String comment = "ë\"a b:".repeat(letters).substring(0, letters).strip();
    PublicKeyLine key =
        new KeyGenerator().generate(KeyKind.ED25519, 256, true, comment).publicKey();

    String text = Rfc4716.write(key);

    PublicKeyLine read = Rfc4716.parse("before it\n" + text);
    assertTrue(read.sameKeyAs(key));
    assertTrue(comment.isEmpty() || comment.startsWith(read.comment()), read::comment);
    assertTrue(comment.length() > 700 || read.comment().length() >= comment.length());
    assertTrue(
        text.lines().allMatch(each -> each.getBytes(StandardCharsets.UTF_8).length <= 72), text);
    Path file = Files.writeString(folder.resolve("key"), text);
    assertEquals(
        key.withComment("") + "\n", ProgramRun.of(sshKeygen, "-i", "-f", file).succeeded());
  }

  @ParameterizedTest
  @EnumSource(names = {"PPK", "PPK2"})
  void puttysFormatIsNoneOfPublicKeys(KeyFormat format) throws Exception {
    PublicKeyLine key = new KeyGenerator().generate(KeyKind.ED25519, 256, true, "").publicKey();

    assertThrows(KeyFormatException.class, () -> format.publicText(key));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PuTTY-User-Key-File-1: ssh-rsa | expected version 2 or 3 of PuTTY's format, met another one
          PuTTY-User-Key-File-3: ssh-dss | dsa keys are too weak, and OpenSSH takes them no more
          PuTTY-User-Key-File-3: ssh-ed448 | ssh-ed448 keys are not supported
          """)
  void whatPuttyHasAndWeHaveNotIsNamed(String head, String reason) {
    String text = head + "\nEncryption: none\nComment: \nPublic-Lines: 1\nAAAA\n";

    var error = assertThrows(KeyFormatException.class, () -> PrivateKeyParser.parse(text));

    assertEquals(reason, error.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"ed448,Ed448", "dsa,DSA"})
  void whatOpensslHasAndWeHaveNotIsNamed(String algorithm, String name) throws Exception {
    Path openssl = RealPrograms.require("openssl");
    Path file = folder.resolve("key");
    if (algorithm.equals("dsa")) {
      Path parameters = folder.resolve("parameters");
      ProgramRun.of(
              openssl,
              "genpkey",
              "-genparam",
              "-algorithm",
              "dsa",
              "-pkeyopt",
              "dsa_paramgen_bits:1024",
              "-out",
              parameters)
          .succeeded();
      ProgramRun.of(openssl, "genpkey", "-paramfile", parameters, "-out", file).succeeded();
    } else {
      ProgramRun.of(openssl, "genpkey", "-algorithm", algorithm, "-out", file).succeeded();
    }

    var error = assertThrows(KeyFileException.class, () -> PrivateKeyFile.read(file));

    assertTrue(error.getMessage().contains("met another kind (" + name + ")"), error::getMessage);
  }

  @Test
  void aKeyThatASecurityKeyHoldsIsNamed() {
    var writer = new WireWriter().text("sk-ssh-ed25519@openssh.com");

    var error =
        assertThrows(
            KeyFormatException.class, () -> PrivateNumbers.read(new WireReader(writer.toBytes())));

    assertEquals(
        "a key of the type sk-ssh-ed25519@openssh.com signs with its security key, through an"
            + " agent alone",
        error.getMessage());
  }

  private static Optional<char[]> none() {
    return Optional.empty();
  }

  private static String text(KeyFormat format, SshKeyPair pair, Optional<char[]> passphrase)
      throws KeyFormatException {
    return new String(format.privateFile(pair, passphrase, 1), StandardCharsets.ISO_8859_1);
  }

  private static String withoutComment(String text) {
    return text.replaceAll("Comment: (.*\\\\\n)*.*\n", "");
  }
}
