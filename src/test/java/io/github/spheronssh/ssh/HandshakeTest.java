package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.common.NamedResource;
import org.junit.jupiter.api.Test;

/** What is offered of the algorithms that are wished for. */
final class HandshakeTest {
  private static final String CERTIFICATE = "ssh-ed25519-cert-v01@openssh.com";

  @Test
  void theKindsOfKeyThatTheHostIsKnownByGoFirst() throws Exception {
    List<String> offered = hostKeys(AlgorithmWish.usual(), "ssh-rsa");
    assertEquals(
        List.of("rsa-sha2-512", "rsa-sha2-256", "ssh-ed25519"),
        offered.subList(0, 3),
        "" + offered);
    assertEquals(6, offered.size());
    assertEquals("ssh-ed25519", hostKeys(AlgorithmWish.usual()).getFirst());
  }

  @Test
  void anOrderOfTheUsersOwnStays() throws Exception {
    AlgorithmWish own = Wishes.only(AlgorithmKind.HOST_KEY, "ecdsa-sha2-nistp256", "ssh-ed25519");
    assertEquals(
        List.of("ecdsa-sha2-nistp256", "ssh-ed25519"), hostKeys(own, "ssh-ed25519", "ssh-rsa"));
  }

  @Test
  void aCertificateIsAskedForWhereItsAuthorityIsKnownAndThenFirst() throws Exception {
    List<String> offered = hostKeys(AlgorithmWish.usual(), CERTIFICATE, "ssh-rsa");
    assertEquals(List.of(CERTIFICATE, "rsa-sha2-512"), offered.subList(0, 2), "" + offered);
    List<String> rsa = hostKeys(AlgorithmWish.usual(), "ssh-rsa-cert-v01@openssh.com");
    assertEquals("rsa-sha2-512-cert-v01@openssh.com", rsa.getFirst());
  }

  @Test
  void certificatesAloneNeedAKnownAuthority() throws Exception {
    AlgorithmWish certified = Wishes.only(AlgorithmKind.HOST_KEY, CERTIFICATE);
    assertEquals(List.of(CERTIFICATE), hostKeys(certified, CERTIFICATE));
    SshException e = assertThrows(SshException.class, () -> hostKeys(certified, "ssh-ed25519"));
    assertTrue(e.getMessage().contains("certificates only"), e.getMessage());
  }

  @Test
  void allThatCanBeAskedForIsThere() throws Exception {
    for (AlgorithmKind kind :
        List.of(AlgorithmKind.KEY_EXCHANGE, AlgorithmKind.CIPHER, AlgorithmKind.MAC)) {
      String[] all = kind.all().toArray(String[]::new);
      new Handshake(Wishes.only(kind, all), List.of(), Optional.empty()).equip(new SshClient());
    }
    var client = new SshClient();
    List<String> certified =
        AlgorithmKind.HOST_KEY.all().stream().filter(name -> name.contains("-cert-")).toList();
    new Handshake(AlgorithmWish.usual(), certified, Optional.empty()).equip(client);
    assertEquals(12, client.getSignatureFactoriesNameList().split(",", -1).length);
  }

  @Test
  void compressionIsOfferedOnlyWhereItIsAskedForAndOnlyAfterTheLogin() {
    assertEquals("none", NamedResource.getNames(Handshake.compressions(false)));
    assertEquals("zlib@openssh.com,none", NamedResource.getNames(Handshake.compressions(true)));
  }

  private static List<String> hostKeys(AlgorithmWish wish, String... knownTypes) throws Exception {
    var client = new SshClient();
    new Handshake(wish, List.of(knownTypes), Optional.empty()).equip(client);
    return List.of(client.getSignatureFactoriesNameList().split(",", -1));
  }
}
