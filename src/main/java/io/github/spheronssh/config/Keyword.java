package io.github.spheronssh.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keywords of ssh_config(5), by the names that OpenSSH has for them, and what becomes of each.
 */
public enum Keyword {
  ADD_KEYS_TO_AGENT("AddKeysToAgent", Fate.DONE, Kind.LIST),
  ADDRESS_FAMILY("AddressFamily", Form.ADDRESS_FAMILY),
  BATCH_MODE("BatchMode", Form.FLAG),
  BIND_ADDRESS("BindAddress"),
  BIND_INTERFACE("BindInterface"),
  CA_SIGNATURE_ALGORITHMS("CASignatureAlgorithms"),
  CANONICAL_DOMAINS("CanonicalDomains", Fate.DONE, Kind.LIST),
  CANONICALIZE_FALLBACK_LOCAL("CanonicalizeFallbackLocal", Form.FLAG),
  CANONICALIZE_HOSTNAME("CanonicalizeHostname", Form.CANONICAL),
  CANONICALIZE_MAX_DOTS("CanonicalizeMaxDots", Form.NUMBER),
  CANONICALIZE_PERMITTED_CNAMES("CanonicalizePermittedCNAMEs", Fate.PASSED_BY, Kind.LIST),
  CERTIFICATE_FILE("CertificateFile", Fate.DONE, Kind.REPEATING, Expansion.PATH),
  CHANNEL_TIMEOUT("ChannelTimeout", Fate.DONE, Kind.LIST),
  CHECK_HOST_IP("CheckHostIP", Form.FLAG),
  CIPHERS("Ciphers"),
  CLEAR_ALL_FORWARDINGS("ClearAllForwardings", Form.FLAG),
  COMPRESSION("Compression", Form.FLAG),
  CONNECTION_ATTEMPTS("ConnectionAttempts", Form.NUMBER),
  CONNECT_TIMEOUT("ConnectTimeout", Form.TIME),
  CONTROL_MASTER("ControlMaster", Form.MASTER),
  CONTROL_PATH("ControlPath", Fate.DONE, Kind.FIRST, Expansion.PATH),
  CONTROL_PERSIST("ControlPersist", Form.PERSISTENCE),
  DYNAMIC_FORWARD("DynamicForward", Fate.DONE, Kind.FORWARD, Expansion.FORWARD),
  ENABLE_ESCAPE_COMMANDLINE("EnableEscapeCommandline", Form.FLAG),
  ENABLE_SSH_KEYSIGN("EnableSSHKeysign", Fate.PASSED_BY, Form.FLAG),
  ESCAPE_CHAR("EscapeChar"),
  EXIT_ON_FORWARD_FAILURE("ExitOnForwardFailure", Form.FLAG),
  FINGERPRINT_HASH("FingerprintHash", Fate.PASSED_BY, Kind.FIRST),
  FORK_AFTER_AUTHENTICATION("ForkAfterAuthentication", Form.FLAG),
  FORWARD_AGENT("ForwardAgent", Fate.DONE, Kind.FIRST, Expansion.PATH),
  FORWARD_X11("ForwardX11", Fate.PASSED_BY, Form.FLAG),
  FORWARD_X11_TIMEOUT("ForwardX11Timeout", Fate.PASSED_BY, Form.TIME),
  FORWARD_X11_TRUSTED("ForwardX11Trusted", Fate.PASSED_BY, Form.FLAG),
  GATEWAY_PORTS("GatewayPorts", Form.FLAG),
  GLOBAL_KNOWN_HOSTS_FILE("GlobalKnownHostsFile", Fate.DONE, Kind.LIST),
  GSSAPI_AUTHENTICATION("GSSAPIAuthentication", Fate.PASSED_BY, Form.FLAG),
  GSSAPI_CLIENT_IDENTITY("GSSAPIClientIdentity", Fate.PASSED_BY, Kind.FIRST),
  GSSAPI_DELEGATE_CREDENTIALS("GSSAPIDelegateCredentials", Fate.PASSED_BY, Form.FLAG),
  GSSAPI_KEX_ALGORITHMS("GSSAPIKexAlgorithms", Fate.PASSED_BY, Kind.FIRST),
  GSSAPI_KEY_EXCHANGE("GSSAPIKeyExchange", Fate.PASSED_BY, Form.FLAG),
  GSSAPI_RENEWAL_FORCES_REKEY("GSSAPIRenewalForcesRekey", Fate.PASSED_BY, Form.FLAG),
  GSSAPI_SERVER_IDENTITY("GSSAPIServerIdentity", Fate.PASSED_BY, Kind.FIRST),
  GSSAPI_TRUST_DNS("GSSAPITrustDns", Fate.PASSED_BY, Form.FLAG),
  HASH_KNOWN_HOSTS("HashKnownHosts", Form.FLAG),
  HOSTBASED_ACCEPTED_ALGORITHMS("HostbasedAcceptedAlgorithms", Fate.PASSED_BY, Kind.FIRST),
  HOSTBASED_AUTHENTICATION("HostbasedAuthentication", Fate.PASSED_BY, Form.FLAG),
  HOST_KEY_ALGORITHMS("HostKeyAlgorithms"),
  HOST_KEY_ALIAS("HostKeyAlias"),
  HOST_NAME("Hostname", Fate.DONE, Kind.FIRST, Expansion.NAME),
  IDENTITIES_ONLY("IdentitiesOnly", Form.FLAG),
  IDENTITY_AGENT("IdentityAgent", Fate.DONE, Kind.FIRST, Expansion.PATH),
  IDENTITY_FILE("IdentityFile", Fate.DONE, Kind.REPEATING, Expansion.PATH),
  IGNORE_UNKNOWN("IgnoreUnknown"),
  IP_QOS("IPQoS", Fate.PASSED_BY, Kind.LIST),
  KBD_INTERACTIVE_AUTHENTICATION("KbdInteractiveAuthentication", Form.FLAG),
  KBD_INTERACTIVE_DEVICES("KbdInteractiveDevices", Fate.PASSED_BY, Kind.FIRST),
  KEX_ALGORITHMS("KexAlgorithms"),
  KNOWN_HOSTS_COMMAND("KnownHostsCommand", Fate.DONE, Kind.COMMAND, Expansion.LATER),
  LOCAL_COMMAND("LocalCommand", Fate.DONE, Kind.COMMAND, Expansion.LATER),
  LOCAL_FORWARD("LocalForward", Fate.DONE, Kind.FORWARD, Expansion.FORWARD),
  LOG_LEVEL("LogLevel", Form.LOG_LEVEL),
  LOG_VERBOSE("LogVerbose", Fate.PASSED_BY, Kind.LIST),
  MACS("MACs"),
  NO_HOST_AUTHENTICATION_FOR_LOCALHOST(
      "NoHostAuthenticationForLocalhost", Fate.PASSED_BY, Form.FLAG),
  NUMBER_OF_PASSWORD_PROMPTS("NumberOfPasswordPrompts", Form.NUMBER),
  OBSCURE_KEYSTROKE_TIMING("ObscureKeystrokeTiming", Fate.PASSED_BY, Kind.FIRST),
  PASSWORD_AUTHENTICATION("PasswordAuthentication", Form.FLAG),
  PERMIT_LOCAL_COMMAND("PermitLocalCommand", Form.FLAG),
  PERMIT_REMOTE_OPEN("PermitRemoteOpen", Fate.DONE, Kind.LIST),
  PKCS11_PROVIDER("PKCS11Provider", Fate.PASSED_BY, Kind.FIRST),
  PORT("Port", Form.PORT),
  PREFERRED_AUTHENTICATIONS("PreferredAuthentications"),
  PROXY_COMMAND("ProxyCommand", Fate.DONE, Kind.COMMAND, Expansion.LATER),
  PROXY_JUMP("ProxyJump"),
  PROXY_USE_FDPASS("ProxyUseFdpass", Fate.REFUSED, Form.FLAG),
  PUBKEY_ACCEPTED_ALGORITHMS("PubkeyAcceptedAlgorithms"),
  PUBKEY_AUTHENTICATION("PubkeyAuthentication", Form.KIND_OF_YES),
  REFUSE_CONNECTION("RefuseConnection"),
  REKEY_LIMIT("RekeyLimit", Fate.DONE, Kind.LIST),
  REMOTE_COMMAND("RemoteCommand", Fate.DONE, Kind.COMMAND, Expansion.COMMAND),
  REMOTE_FORWARD("RemoteForward", Fate.DONE, Kind.FORWARD, Expansion.FORWARD),
  REQUEST_TTY("RequestTTY", Form.TERMINAL),
  REQUIRED_RSA_SIZE("RequiredRSASize", Form.NUMBER),
  REVOKED_HOST_KEYS("RevokedHostKeys", Fate.DONE, Kind.FIRST, Expansion.PATH),
  SECURITY_KEY_PROVIDER("SecurityKeyProvider", Fate.PASSED_BY, Kind.FIRST),
  SEND_ENV("SendEnv", Fate.DONE, Kind.REPEATING_LIST),
  SERVER_ALIVE_COUNT_MAX("ServerAliveCountMax", Form.NUMBER),
  SERVER_ALIVE_INTERVAL("ServerAliveInterval", Form.TIME),
  SESSION_TYPE("SessionType", Form.SESSION),
  SET_ENV("SetEnv", Fate.DONE, Kind.LIST, Expansion.TEXT),
  STDIN_NULL("StdinNull", Form.FLAG),
  STREAM_LOCAL_BIND_MASK("StreamLocalBindMask"),
  STREAM_LOCAL_BIND_UNLINK("StreamLocalBindUnlink", Form.FLAG),
  STRICT_HOST_KEY_CHECKING("StrictHostKeyChecking", Form.STRICTNESS),
  SYSLOG_FACILITY("SyslogFacility", Form.FACILITY),
  TAG("Tag"),
  TCP_KEEP_ALIVE("TCPKeepAlive", Form.FLAG),
  TUNNEL("Tunnel", Fate.REFUSED, Kind.FIRST),
  TUNNEL_DEVICE("TunnelDevice", Fate.PASSED_BY, Kind.FIRST),
  UPDATE_HOST_KEYS("UpdateHostKeys"),
  USER("User", Fate.DONE, Kind.FIRST, Expansion.USER),
  USER_KNOWN_HOSTS_FILE("UserKnownHostsFile", Fate.DONE, Kind.LIST, Expansion.PATH),
  VERIFY_HOST_KEY_DNS("VerifyHostKeyDNS", Fate.PASSED_BY, Kind.FIRST),
  VERSION_ADDENDUM("VersionAddendum", Fate.PASSED_BY, Kind.COMMAND),
  VISUAL_HOST_KEY("VisualHostKey", Form.FLAG),
  WARN_WEAK_CRYPTO("WarnWeakCrypto", Fate.PASSED_BY, Kind.FIRST),
  X_AUTH_LOCATION("XAuthLocation", Fate.PASSED_BY, Kind.FIRST);

  /** How a keyword's values are read and which of them count. */
  enum Kind {
    /** One argument; the first value given counts. */
    FIRST,
    /** Several arguments; those of the first line count. */
    LIST,
    /** One argument; all values given count, in their order. */
    REPEATING,
    /** Several arguments; those of all lines count, in their order. */
    REPEATING_LIST,
    /** All given count; the arguments of a line are one value, joined as a letter has them. */
    FORWARD,
    /** The first counts, and it is the rest of the line as it stands. */
    COMMAND
  }

  private static final Map<String, String> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("challengeresponseauthentication", "kbdinteractiveauthentication"),
          Map.entry("skeyauthentication", "kbdinteractiveauthentication"),
          Map.entry("tisauthentication", "kbdinteractiveauthentication"),
          Map.entry("dsaauthentication", "pubkeyauthentication"),
          Map.entry("hostbasedkeytypes", "hostbasedacceptedalgorithms"),
          Map.entry("identityfile2", "identityfile"),
          Map.entry("keepalive", "tcpkeepalive"),
          Map.entry("pubkeyacceptedkeytypes", "pubkeyacceptedalgorithms"),
          Map.entry("smartcarddevice", "pkcs11provider"));

  /** What ssh once knew, and passes by itself. */
  private static final Set<String> OUTDATED =
      Set.of(
          "afstokenpassing",
          "cipher",
          "compressionlevel",
          "fallbacktorsh",
          "globalknownhostsfile2",
          "kerberosauthentication",
          "kerberostgtpassing",
          "protocol",
          "rhostsauthentication",
          "rhostsrsaauthentication",
          "rsaauthentication",
          "useprivilegedport",
          "userknownhostsfile2",
          "useroaming",
          "usersh");

  /** Values that ask for what is done anyway. */
  private static final Pattern HARMLESS = Pattern.compile("(?i)none|no|false");

  private static final Map<String, Keyword> BY_NAME =
      Stream.of(values()).collect(Collectors.toMap(Keyword::lowerCase, Function.identity()));

  private final String text;
  private final Fate fate;
  private final Kind kind;
  private final Form form;
  private final Expansion expansion;

  Keyword(String text) {
    this(text, Form.TEXT);
  }

  Keyword(String text, Form form) {
    this(text, Fate.DONE, form);
  }

  Keyword(String text, Fate fate, Form form) {
    this(text, fate, Kind.FIRST, form, Expansion.NONE);
  }

  Keyword(String text, Fate fate, Kind kind) {
    this(text, fate, kind, Expansion.NONE);
  }

  Keyword(String text, Fate fate, Kind kind, Expansion expansion) {
    this(text, fate, kind, Form.TEXT, expansion);
  }

  Keyword(String text, Fate fate, Kind kind, Form form, Expansion expansion) {
    this.text = text;
    this.fate = fate;
    this.kind = kind;
    this.form = form;
    this.expansion = expansion;
  }

  /** The keyword of a name, in any case; ssh's older names count too. */
  public static Optional<Keyword> named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Optional.ofNullable(BY_NAME.get(OTHER_NAMES.getOrDefault(lower, lower)));
  }

  /** Whether ssh once had a keyword of this name, and passes it by now. */
  static boolean isOutdated(String name) {
    return OUTDATED.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether it means here what it means to ssh. */
  public boolean isDone() {
    return fate == Fate.DONE;
  }

  /** Whether its value is the rest of its line as it stands, and not words that may be quoted. */
  public boolean isCommand() {
    return kind == Kind.COMMAND;
  }

  /** Whether each of its values is a line of its own. */
  public boolean isRepeating() {
    return switch (kind) {
      case REPEATING, REPEATING_LIST, FORWARD -> true;
      case FIRST, LIST, COMMAND -> false;
    };
  }

  /** Whether ssh looks for percent tokens in its value. */
  public boolean takesTokens() {
    return expansion != Expansion.NONE;
  }

  /** What becomes of it with these arguments. */
  Fate fate(List<String> arguments) {
    boolean harmless =
        switch (this) {
          case CANONICALIZE_PERMITTED_CNAMES, PROXY_USE_FDPASS, TUNNEL ->
              HARMLESS.matcher(arguments.getFirst()).matches();
          default -> false;
        };
    return harmless ? Fate.DONE : fate;
  }

  Form form() {
    return form;
  }

  Expansion expansion() {
    return expansion;
  }

  /** How many arguments a line of it may have. */
  int most() {
    return switch (kind) {
      case FIRST, REPEATING, COMMAND -> 1;
      case LIST, REPEATING_LIST -> Integer.MAX_VALUE;
      case FORWARD -> this == DYNAMIC_FORWARD ? 1 : 2;
    };
  }

  /** Whether the arguments of a line are one value with colons between them. */
  boolean isForward() {
    return kind == Kind.FORWARD;
  }

  /** The name as {@code ssh -G} prints it. */
  String lowerCase() {
    return text.toLowerCase(Locale.ROOT);
  }

  /** The name as ssh_config(5) writes it. */
  @Override
  public String toString() {
    return text;
  }
}
