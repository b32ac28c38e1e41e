package io.github.spheronssh.ssh;

import java.time.Duration;

/**
 * How a host is reached, how long a connection may take in each stage, and how it is kept alive.
 *
 * @param route how the host is reached
 * @param connect until one of the addresses took the connection
 * @param banner until the server said its version
 * @param exchange until keys are exchanged and the host is known, without the time of questions
 * @param login until the user is logged in, without the time of questions
 * @param channel until the server granted the shell or the command
 * @param alive the time without an answer after which the server is asked whether it is there; zero
 *     asks never (ServerAliveInterval)
 * @param aliveMax how often it may fail to answer (ServerAliveCountMax)
 * @param methods the ways to log in that are tried
 * @param algorithms what protects the connection, and what keys sign with
 * @param idle how long channels may carry nothing
 */
public record ConnectSettings(
    Route route,
    Duration connect,
    Duration banner,
    Duration exchange,
    Duration login,
    Duration channel,
    Duration alive,
    int aliveMax,
    LoginMethods methods,
    AlgorithmWish algorithms,
    ChannelTimeouts idle) {
  /** Which addresses of a name are tried. */
  public enum Family {
    /** All of them, IPv6 and IPv4 in turn (RFC 8305). */
    ANY,
    /** Only IPv4 ones. */
    IPV4,
    /** Only IPv6 ones. */
    IPV6
  }

  /** What suits a person: each stage half a minute, and dead servers noticed within a minute. */
  public static ConnectSettings defaults() {
    Duration stage = Duration.ofSeconds(30);
    return new ConnectSettings(
        Route.USUAL,
        stage,
        stage,
        stage,
        stage,
        stage,
        Duration.ofSeconds(15),
        3,
        LoginMethods.USUAL,
        AlgorithmWish.usual(),
        ChannelTimeouts.NONE);
  }

  /** The same with every stage limited to this. */
  public ConnectSettings withStageLimit(Duration limit) {
    return new ConnectSettings(
        route, limit, limit, limit, limit, limit, alive, aliveMax, methods, algorithms, idle);
  }

  /** The same with another time for each stage up to the key exchange (ConnectTimeout). */
  public ConnectSettings withConnectLimit(Duration limit) {
    return new ConnectSettings(
        route, limit, limit, limit, login, channel, alive, aliveMax, methods, algorithms, idle);
  }

  /** The same with other ways to log in. */
  public ConnectSettings withMethods(LoginMethods other) {
    return new ConnectSettings(
        route, connect, banner, exchange, login, channel, alive, aliveMax, other, algorithms, idle);
  }

  /** The same with other algorithms. */
  public ConnectSettings withAlgorithms(AlgorithmWish other) {
    return new ConnectSettings(
        route, connect, banner, exchange, login, channel, alive, aliveMax, methods, other, idle);
  }

  /** The same for other addresses. */
  public ConnectSettings withFamily(Family other) {
    return withRoute(route.over(other));
  }

  /** Which addresses of a name are tried. */
  public Family family() {
    return route.family();
  }

  /** The same on another route. */
  public ConnectSettings withRoute(Route other) {
    return new ConnectSettings(
        other,
        connect,
        banner,
        exchange,
        login,
        channel,
        alive,
        aliveMax,
        methods,
        algorithms,
        idle);
  }

  /** The same with other keep-alives; a zero interval switches them off. */
  public ConnectSettings withKeepAlive(Duration interval, int countMax) {
    return new ConnectSettings(
        route,
        connect,
        banner,
        exchange,
        login,
        channel,
        interval,
        countMax,
        methods,
        algorithms,
        idle);
  }

  /** The same with other limits for channels that carry nothing. */
  public ConnectSettings withIdle(ChannelTimeouts other) {
    return new ConnectSettings(
        route,
        connect,
        banner,
        exchange,
        login,
        channel,
        alive,
        aliveMax,
        methods,
        algorithms,
        other);
  }
}
