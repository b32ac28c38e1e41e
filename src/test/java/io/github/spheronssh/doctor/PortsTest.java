package io.github.spheronssh.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of addresses that nothing leads to. */
final class PortsTest {
  private static final InetAddress SIX = InetAddress.ofLiteral("2001:db8::1");
  private static final InetAddress FOUR = InetAddress.ofLiteral("192.0.2.1");

  @Test
  void thatTheyAreOfIpv6IsToldWhereThisMachineHasNone() {
    assertEquals(": it is of IPv6, and this machine has none", Ports.family(List.of(SIX), false));
    assertEquals("", Ports.family(List.of(SIX), true));
    assertEquals("", Ports.family(List.of(SIX, FOUR), false));
  }
}
