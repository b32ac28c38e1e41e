package io.github.spheronssh.cli;

/** What {@code help} explains beside the commands; docs/ has the same text. */
enum Topic {
  EXIT_CODES(
      "exit-codes",
      """
      0    done; that the key was already there included
      1    it did not work, or the doctor found something wrong
      2    the command line is wrong (but see connect)
      3    the API refused the credentials, or there are none
      4    no such target or key, or more than one
      5    the API could not be reached, kept failing, or limits the rate
      129  hung up (SIGHUP)
      130  interrupted (SIGINT, ^C)
      143  terminated (SIGTERM)

      connect ends as ssh does:
        the remote command's own status
        128+N where signal N (Linux's number) ended the remote command; ssh says 255
        255 for whatever went wrong on this side, usage and an unknown target included
        129, 130, 143 when this program itself was ended by a signal

      doctor ends with 0 when all is well, 1 when a check failed, 2 for usage.

      Output that could not be written makes it 1, where it would have been 0. A reader
      that left, like head, is no reason for a message.
      """),
  ENVIRONMENT(
      "environment",
      """
      Spheron
        SPHERON_API_KEY       the API key; else ~/.spheron/api_key, then
                              ~/.spheron/credentials
        SPHERON_API_BASE      another API, https, or http to this machine; also
                              SPHERON_BASE_URL
        SPHERON_TEAM_ID       the team, where no --team is given
        SPHERON_HOME          this program's folder instead of ~/.spheron
        SPHERON_SSH_HOST_KEY  ask, accept-new or strict, where no --host-key is given
        SPHERON_SSH_IDENTITY  the private key file, where no -i is given
        SPHERON_SSH_PROXY     the proxy for SSH, where no --proxy is given; it may have
                              USER:PASSWORD@

      SSH
        HOME                  where .ssh and .spheron are, if it is an absolute path
        SSH_AUTH_SOCK         the agent's socket
        SSH_ASKPASS           the program that asks where there is no terminal
        SSH_ASKPASS_REQUIRE   never, prefer or force; else it is used where DISPLAY or
                              WAYLAND_DISPLAY is set and there is no terminal
        SHELL                 runs what ~/.ssh/config asks for: Match exec, LocalCommand
        TERM                  the kind of terminal, told to the remote side

      Output
        NO_COLOR              no colour
        CLICOLOR_FORCE        colour into pipes too
        LC_ALL, LC_CTYPE, LANG
                              signs beyond ASCII where the first that is set says UTF-8
        CI                    true: never ask, as with --no-input

      Network
        HTTPS_PROXY, NO_PROXY for calls of the API only, never for SSH

      Options have defaults from ~/.spheron/ssh.properties too: lines like

        color = never
        connect.host-key = strict

      the first for every command that has the option, the second for one command.
      The command line wins over the environment, and the environment over the file.
      Options that confirm, force or mend can't be set there.
      """);

  private final String title;
  private final String text;

  Topic(String title, String text) {
    this.title = title;
    this.text = text;
  }

  String title() {
    return title;
  }

  String text() {
    return text;
  }
}
