package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Result.Failure;
import java.util.List;

/**
 * One question with a stable id.
 *
 * <p>The id, the meaning and the remedy are what {@code docs/doctor.md} and {@code doctor --list}
 * show. A finding's own remedy is the same command with the names filled in.
 */
public final class Check {
  private final String id;
  private final Layer layer;
  private final String meaning;
  private final String remedy;
  private final List<String> needs;
  private final Question question;

  private Check(
      String id,
      Layer layer,
      String meaning,
      String remedy,
      List<String> needs,
      Question question) {
    this.id = id;
    this.layer = layer;
    this.meaning = meaning;
    this.remedy = remedy;
    this.needs = List.copyOf(needs);
    this.question = question;
  }

  /** What is looked at to answer it; an error that it meets is the failure it reports. */
  @FunctionalInterface
  interface Question {
    Result ask(Patient patient) throws SpheronSshException;
  }

  /** A check that stands on no other. */
  static Check of(Layer layer, String id, String meaning, String remedy, Question question) {
    return new Check(id, layer, meaning, remedy, List.of(), question);
  }

  /** The same check, skipped where one of the checks of these ids failed or was skipped. */
  Check needing(String... ids) {
    return new Check(id, layer, meaning, remedy, List.of(ids), question);
  }

  /** Lower-case words with hyphens; it never changes its meaning. */
  public String id() {
    return id;
  }

  /** What it looks at. */
  public Layer layer() {
    return layer;
  }

  /** What is so when it is well. */
  public String meaning() {
    return meaning;
  }

  /** What helps where it isn't. */
  public String remedy() {
    return remedy;
  }

  /** The ids of the checks without which this one can't know anything. */
  public List<String> needs() {
    return needs;
  }

  /** Whether it looks at one instance, and so has to be told which. */
  public boolean needsTarget() {
    return layer.compareTo(Layer.ACCOUNT) > 0;
  }

  Result ask(Patient patient) {
    try {
      return question.ask(patient);
    } catch (SpheronSshException e) {
      return new Failure(e.getMessage(), e.hint().orElse(remedy));
    }
  }

  @Override
  public String toString() {
    return id;
  }
}
