package io.github.spheronssh.ssh;

import io.github.spheronssh.key.Certificate;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.knownhosts.HostKeyUpdate;
import io.github.spheronssh.knownhosts.HostVerdict;
import io.github.spheronssh.knownhosts.KnownHosts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * Something that happened on the way to a session, as {@code -v} shows it and as the doctor judges
 * it. Never holds a secret; texts of the server are as they came.
 */
public sealed interface Event {
  /** The stage that it belongs to. */
  Layer layer();

  /** Who wants to see it: 1 ({@code -v}) to 3 ({@code -vvv}). */
  default int verbosity() {
    return 1;
  }

  /** The name has these addresses, in the order in which they are tried. */
  record Resolved(String host, List<InetAddress> addresses) implements Event {
    @Override
    public Layer layer() {
      return Layer.DNS;
    }
  }

  /** A connection to this address is tried. */
  record Dialling(InetSocketAddress address) implements Event {
    @Override
    public Layer layer() {
      return Layer.TCP;
    }
  }

  /** This address did not take the connection. */
  record DialFailed(InetSocketAddress address, Obstacle obstacle, String reason) implements Event {
    @Override
    public Layer layer() {
      return Layer.TCP;
    }
  }

  /** What keeps a connection from an address. */
  enum Obstacle {
    /** The machine is there, and nothing listens on the port. */
    REFUSED,
    /** Nothing came back. */
    SILENT,
    /** There is no way to the address from here. */
    UNREACHABLE,
    /** Something else. */
    OTHER
  }

  /** This address took the connection. */
  record Dialled(InetSocketAddress address, Duration took) implements Event {
    @Override
    public Layer layer() {
      return Layer.TCP;
    }
  }

  /** Somebody else makes the connection: a proxy, a program, or another session. */
  record Carried(String by) implements Event {
    @Override
    public Layer layer() {
      return Layer.TCP;
    }
  }

  /** The server said its version, such as {@code SSH-2.0-OpenSSH_9.2p1}. */
  record ServerVersion(String version) implements Event {
    @Override
    public Layer layer() {
      return Layer.BANNER;
    }
  }

  /** One side's list of algorithms of one kind, most wanted first. */
  record Proposed(String side, String kind, String algorithms) implements Event {
    @Override
    public Layer layer() {
      return Layer.ALGORITHMS;
    }

    @Override
    public int verbosity() {
      return 2;
    }
  }

  /** Something was asked for that can't be had, in the user's own lists of algorithms. */
  record NotHad(List<String> algorithms) implements Event {
    @Override
    public Layer layer() {
      return Layer.ALGORITHMS;
    }
  }

  /** The key exchange was begun before the server was heard, and that was right or not. */
  record Guessed(boolean right) implements Event {
    @Override
    public Layer layer() {
      return Layer.ALGORITHMS;
    }

    @Override
    public int verbosity() {
      return 2;
    }
  }

  /** Something that the server announces with its algorithms. */
  record HandshakeStep(String text) implements Event {
    @Override
    public Layer layer() {
      return Layer.ALGORITHMS;
    }

    @Override
    public int verbosity() {
      return 2;
    }
  }

  /**
   * A message went by.
   *
   * @param size of the message in bytes, in the clear; absent where it would tell a password's
   */
  record Packet(boolean sent, int number, String name, OptionalInt size) implements Event {
    static final int VERBOSITY = 3;

    @Override
    public Layer layer() {
      return Layer.SESSION;
    }

    @Override
    public int verbosity() {
      return VERBOSITY;
    }
  }

  /** Keys are exchanged once more (RFC 4253, 9), and why. */
  record Rekeying(String cause) implements Event {
    @Override
    public Layer layer() {
      return Layer.SESSION;
    }
  }

  /** New keys are in use, by these algorithms. */
  record Rekeyed(Algorithms algorithms) implements Event {
    @Override
    public Layer layer() {
      return Layer.SESSION;
    }
  }

  /** Both sides agreed. */
  record Negotiated(Algorithms algorithms) implements Event {
    @Override
    public Layer layer() {
      return Layer.ALGORITHMS;
    }
  }

  /** The server proved this host key, of which the known_hosts files say this. */
  record HostKeyMet(PublicKeyLine key, String name, HostVerdict verdict) implements Event {
    @Override
    public Layer layer() {
      return Layer.HOST_KEY;
    }
  }

  /** A certificate of an authority that is trusted counts for no more than the key in it. */
  record CertificatePassedOver(Certificate certificate, String reason) implements Event {
    @Override
    public Layer layer() {
      return Layer.HOST_KEY;
    }
  }

  /** A host key that is known is shown to the person all the same. */
  record HostKeyShown(PublicKeyLine key) implements Event {
    @Override
    public Layer layer() {
      return Layer.HOST_KEY;
    }
  }

  /** Keys that the host listed and proved were kept, or some that it has no more dropped. */
  record HostKeysUpdated(HostKeyUpdate update) implements Event {
    @Override
    public Layer layer() {
      return Layer.SESSION;
    }
  }

  /** The host's list of its keys changed nothing, and why. */
  record HostKeysPassedOver(String reason) implements Event {
    @Override
    public Layer layer() {
      return Layer.SESSION;
    }
  }

  /** A line of a known_hosts file was passed over. */
  record LinePassedOver(KnownHosts.Damage damage) implements Event {
    @Override
    public Layer layer() {
      return Layer.HOST_KEY;
    }
  }

  /** So many more lines of known_hosts files were passed over. */
  record LinesPassedOver(int more) implements Event {
    @Override
    public Layer layer() {
      return Layer.HOST_KEY;
    }
  }

  /** The host key was added to this file. */
  record HostKeyAdded(String name, PublicKeyLine key, Path file) implements Event {
    @Override
    public Layer layer() {
      return Layer.HOST_KEY;
    }

    @Override
    public int verbosity() {
      return 0;
    }
  }

  /** The host key could not be added to this file, and is trusted in this session alone. */
  record HostKeyNotKept(String name, Path file, String reason) implements Event {
    @Override
    public Layer layer() {
      return Layer.HOST_KEY;
    }

    @Override
    public int verbosity() {
      return 0;
    }
  }

  /** The server shows a text before the login (RFC 4252, 5.4). */
  record Greeting(String text) implements Event {
    @Override
    public Layer layer() {
      return Layer.LOGIN;
    }

    @Override
    public int verbosity() {
      return 0;
    }
  }

  /** The server offers these ways to log in. */
  record MethodsOffered(List<String> methods, boolean partialSuccess) implements Event {
    @Override
    public Layer layer() {
      return Layer.LOGIN;
    }
  }

  /** A key and what became of it. */
  record KeyTried(Identity identity, String algorithm, Answer answer, String detail)
      implements Event {
    @Override
    public Layer layer() {
      return Layer.LOGIN;
    }
  }

  /** What becomes of a key. */
  enum Answer {
    /** The server was asked whether it would take the key. */
    OFFERED,
    /** The server would not take it. */
    REFUSED,
    /** The server would take it. */
    WELCOME,
    /** The server took it, and wants more than this one key. */
    TAKEN,
    /** It signed without the server being asked first. */
    SIGNED,
    /** The server would have taken the key, but did not take the signature. */
    SIGNATURE_REFUSED,
    /** It could not be used: unreadable, or its holder did not sign. */
    UNUSABLE
  }

  /** What a person answered was not taken, for the so-many-th time. */
  record AnswerRefused(String method, int attempt) implements Event {
    @Override
    public Layer layer() {
      return Layer.LOGIN;
    }
  }

  /** Something that was asked for is not done, and why. */
  record NotDone(String text) implements Event {
    @Override
    public Layer layer() {
      return Layer.SESSION;
    }

    @Override
    public int verbosity() {
      return 0;
    }
  }

  /** What would have made later logins faster is not kept, and why. */
  record NotKept(String text) implements Event {
    @Override
    public Layer layer() {
      return Layer.SESSION;
    }
  }

  /** What the user of a forward has to know, in the words that ssh has for it. */
  record Forwarding(String text) implements Event {
    @Override
    public Layer layer() {
      return Layer.SESSION;
    }

    @Override
    public int verbosity() {
      return 0;
    }
  }

  /** Somebody connected to this place, from where connections are forwarded. */
  record ConnectionCame(String place) implements Event {
    @Override
    public Layer layer() {
      return Layer.SESSION;
    }
  }

  /** The user is logged in. */
  record LoggedIn(String user) implements Event {
    @Override
    public Layer layer() {
      return Layer.LOGIN;
    }
  }

  /** The server ended the connection and said why (RFC 4253, 11.1). */
  record Disconnected(int reason, String text) implements Event {
    @Override
    public Layer layer() {
      return Layer.SESSION;
    }
  }

  /** The server granted a shell or a command, or it ended. */
  record SessionStep(String text) implements Event {
    @Override
    public Layer layer() {
      return Layer.SESSION;
    }
  }
}
