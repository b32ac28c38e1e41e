package io.github.spheronssh.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/** Addresses that share their first bits, as {@code 10.0.0.0/8} writes them. */
record Network(InetAddress address, int bits) {

  /** Reads one; absent where it is none, or has bits set that it doesn't share. */
  static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (!address.matches("[0-9a-fA-F:.]*[:.][0-9a-fA-F:.]*")) {
      return Optional.empty(); // a name, which nobody is to be asked for
    }
    try {
      InetAddress parsed = InetAddress.getByName(address);
      int most = parsed.getAddress().length * 8;
      String number = slash < 0 ? String.valueOf(most) : text.substring(slash + 1);
      if (!number.matches("\\d{1,3}") || Integer.parseInt(number) > most) {
        return Optional.empty();
      }
      var network = new Network(parsed, Integer.parseInt(number));
      boolean whole = Arrays.equals(network.masked(parsed.getAddress()), parsed.getAddress());
      return whole ? Optional.of(network) : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty(); // no address
    }
  }

  boolean holds(InetAddress other) {
    return other.getAddress().length == address.getAddress().length
        && Arrays.equals(masked(other.getAddress()), address.getAddress());
  }

  private byte[] masked(byte[] bytes) {
    byte[] masked = bytes.clone();
    for (int bit = bits; bit < bytes.length * 8; bit++) {
      masked[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    return masked;
  }
}
