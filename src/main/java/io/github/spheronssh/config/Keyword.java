package io.github.spheronssh.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keywords of ssh_config(5) that this program takes, by the names that OpenSSH has for them.
 */
public enum Keyword {
  ADDRESS_FAMILY("AddressFamily"),
  BATCH_MODE("BatchMode"),
  BIND_ADDRESS("BindAddress"),
  BIND_INTERFACE("BindInterface"),
  CA_SIGNATURE_ALGORITHMS("CASignatureAlgorithms"),
  CERTIFICATE_FILE("CertificateFile", Kind.REPEATING),
  CHECK_HOST_IP("CheckHostIP"),
  CIPHERS("Ciphers"),
  CLEAR_ALL_FORWARDINGS("ClearAllForwardings"),
  COMPRESSION("Compression"),
  CONNECTION_ATTEMPTS("ConnectionAttempts"),
  CONNECT_TIMEOUT("ConnectTimeout"),
  DYNAMIC_FORWARD("DynamicForward", Kind.FORWARD),
  ENABLE_ESCAPE_COMMANDLINE("EnableEscapeCommandline"),
  ESCAPE_CHAR("EscapeChar"),
  EXIT_ON_FORWARD_FAILURE("ExitOnForwardFailure"),
  FORK_AFTER_AUTHENTICATION("ForkAfterAuthentication"),
  FORWARD_AGENT("ForwardAgent"),
  GATEWAY_PORTS("GatewayPorts"),
  GLOBAL_KNOWN_HOSTS_FILE("GlobalKnownHostsFile"),
  HASH_KNOWN_HOSTS("HashKnownHosts"),
  HOST_KEY_ALGORITHMS("HostKeyAlgorithms"),
  HOST_KEY_ALIAS("HostKeyAlias"),
  IDENTITIES_ONLY("IdentitiesOnly"),
  IDENTITY_AGENT("IdentityAgent"),
  IDENTITY_FILE("IdentityFile", Kind.REPEATING),
  KBD_INTERACTIVE_AUTHENTICATION("KbdInteractiveAuthentication"),
  KEX_ALGORITHMS("KexAlgorithms"),
  LOCAL_FORWARD("LocalForward", Kind.FORWARD),
  LOG_LEVEL("LogLevel"),
  MACS("MACs"),
  NUMBER_OF_PASSWORD_PROMPTS("NumberOfPasswordPrompts"),
  PASSWORD_AUTHENTICATION("PasswordAuthentication"),
  PERMIT_REMOTE_OPEN("PermitRemoteOpen"),
  PORT("Port"),
  PREFERRED_AUTHENTICATIONS("PreferredAuthentications"),
  PUBKEY_ACCEPTED_ALGORITHMS("PubkeyAcceptedAlgorithms"),
  PUBKEY_AUTHENTICATION("PubkeyAuthentication"),
  REKEY_LIMIT("RekeyLimit"),
  REMOTE_COMMAND("RemoteCommand", Kind.COMMAND),
  REMOTE_FORWARD("RemoteForward", Kind.FORWARD),
  REQUEST_TTY("RequestTTY"),
  SEND_ENV("SendEnv", Kind.REPEATING),
  SERVER_ALIVE_COUNT_MAX("ServerAliveCountMax"),
  SERVER_ALIVE_INTERVAL("ServerAliveInterval"),
  SESSION_TYPE("SessionType"),
  SET_ENV("SetEnv"),
  STDIN_NULL("StdinNull"),
  STREAM_LOCAL_BIND_MASK("StreamLocalBindMask"),
  STREAM_LOCAL_BIND_UNLINK("StreamLocalBindUnlink"),
  STRICT_HOST_KEY_CHECKING("StrictHostKeyChecking"),
  UPDATE_HOST_KEYS("UpdateHostKeys"),
  USER("User"),
  USER_KNOWN_HOSTS_FILE("UserKnownHostsFile"),
  VISUAL_HOST_KEY("VisualHostKey");

  /** How a keyword's values are read and which of them count. */
  enum Kind {
    /** The first value given counts. */
    FIRST,
    /** All values given count, in their order. */
    REPEATING,
    /** All given count; the arguments of a line are one value, joined as a letter has them. */
    FORWARD,
    /** The first counts, and it is the rest of the line as it stands. */
    COMMAND
  }

  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "challengeresponseauthentication", "kbdinteractiveauthentication",
          "skeyauthentication", "kbdinteractiveauthentication",
          "tisauthentication", "kbdinteractiveauthentication",
          "pubkeyacceptedkeytypes", "pubkeyacceptedalgorithms");

  private static final Map<String, Keyword> BY_NAME =
      Stream.of(values()).collect(Collectors.toMap(Keyword::lowerCase, Function.identity()));

  private final String text;
  private final Kind kind;

  Keyword(String text) {
    this(text, Kind.FIRST);
  }

  Keyword(String text, Kind kind) {
    this.text = text;
    this.kind = kind;
  }

  /** The keyword of a name, in any case; ssh's older names count too. */
  public static Optional<Keyword> named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Optional.ofNullable(BY_NAME.get(OTHER_NAMES.getOrDefault(lower, lower)));
  }

  Kind kind() {
    return kind;
  }

  private String lowerCase() {
    return text.toLowerCase(Locale.ROOT);
  }

  /** The name as ssh_config(5) writes it. */
  @Override
  public String toString() {
    return text;
  }
}
