package io.github.spheronssh.sandbox;

import java.util.Locale;

/**
 * A way in which the service was seen to differ from its documentation, or to fail; each can be
 * switched on by its name.
 */
public enum Quirk {
  WRAPPED_DATA("lists come as {data: [...], totalPages}, ten to a page"),
  WRAPPED_SSH_KEYS("the list of keys comes as {sshKeys: [...]}"),
  WRAPPED_DEPLOYMENTS("the list of deployments comes as {deployments: [...]}"),
  WRAPPED_TEAMS("the list of teams comes as {teams: [...]}"),
  UNDERSCORE_ID("ids are called _id"),
  UNKNOWN_FIELDS("answers have fields that nobody documented"),
  EXPLICIT_NULLS("absent fields come as null"),
  NO_PUBLIC_KEY_IN_LIST("the list of keys leaves the public keys out"),
  BAD_FINGERPRINT("a key's fingerprint is that of the text 'ssh-ed25519 '"),
  DROPPED_COMMENT("a key's comment is not kept"),
  DUPLICATE_KEYS("a key that is there already is stored once more"),
  TEMPORARY_KEY("deployments have a tempSshKeyId and no sshKeyId"),
  NO_SSH_COMMAND("no deployment tells its sshCommand or user"),
  NO_EARLY_ADDRESS("a deployment has no address until it runs"),
  ANY_USER_AGENT("a library's default User-Agent is not refused"),
  OPTIONAL_TEAM("a deployment can be created without a teamId"),
  HTML_ERRORS("errors come as a page of HTML"),
  EMPTY_ERRORS("errors come without a body"),
  ERROR_OBJECT("an error's 'error' is an object with a message"),
  EMPTY_DELETE("a deletion answers 200 with an empty body"),
  EXPIRED_KEY("every API key is refused as expired"),
  RATE_LIMIT("after 100 calls or 10 creates in 15 minutes comes 429"),
  RETRY_AFTER_DATE("rate-limit's Retry-After is a date, not seconds"),
  RETRY_AFTER_BODY("rate-limit's time stands in the body's retryAfter"),
  FLAKY("every other call answers 503"),
  UNAVAILABLE("every call answers 503"),
  SLOW("every answer takes two seconds"),
  CUT("answers break off in the middle"),
  LOST_ANSWER("a POST is carried out and never answered"),
  NO_JSON("answers to GET are a page of HTML with status 200"),
  REDIRECT("every call is redirected to another host");

  private final String meaning;

  Quirk(String meaning) {
    this.meaning = meaning;
  }

  /** What the service then does. */
  public String meaning() {
    return meaning;
  }

  /** The name on the command line, like {@code wrapped-data}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
