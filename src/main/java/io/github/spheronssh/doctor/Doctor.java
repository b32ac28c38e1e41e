package io.github.spheronssh.doctor;

import static java.util.stream.Collectors.toSet;

import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Skipped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Asks its checks in order, from the key file to a working shell. A check whose ground is gone is
 * skipped, and every other one is asked, so that one run finds all there is to find.
 *
 * <p>It reads and never writes. A check that takes too long has failed, and the whole ends in time
 * whatever hangs.
 */
public final class Doctor {
  private static final Duration BUDGET = Duration.ofSeconds(13);

  private final List<Check> checks;
  private final Duration budget;

  /** A doctor with every check. */
  public Doctor() {
    this(checks(), BUDGET);
  }

  Doctor(List<Check> checks, Duration budget) {
    this.checks = checks;
    this.budget = budget;
  }

  /** Every check, in the order in which they are asked. */
  public static List<Check> checks() {
    return Stream.of(
            FileChecks.all(),
            KnownHostsChecks.all(),
            ConfigChecks.all(),
            AgentChecks.all(),
            KeyChecks.all(),
            KeyFileChecks.all(),
            AgentChecks.ofKeys(),
            ProxyChecks.all(),
            AccountChecks.all(),
            RouteChecks.all(),
            AccountChecks.ofService(),
            AccountKeyChecks.all(),
            PinChecks.all(),
            InstanceChecks.all(),
            ServerChecks.all(),
            LoginChecks.all(),
            DefaultKey.all(),
            SessionChecks.all())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Examines a patient: the machine and the account, and the instance where the patient has one.
   *
   * @param only ids to look at; the checks that they need are asked too, and told where one of them
   *     is why nothing is known; empty for all
   * @param seen told of each finding as it comes
   * @throws InterruptedException when the user has seen enough
   */
  public Diagnosis examine(Patient patient, Set<String> only, Consumer<Finding> seen)
      throws InterruptedException {
    Set<String> asked = withGround(checks, only);
    long end = System.nanoTime() + budget.toNanos();
    Map<String, Finding> findings = new LinkedHashMap<>();
    List<Finding> told = new ArrayList<>();
    for (Check check : checks) {
      if (!asked.contains(check.id()) || (check.needsTarget() && !patient.hasTarget())) {
        continue;
      }
      Finding finding = look(check, patient, findings, end);
      findings.put(check.id(), finding);
      if (only.isEmpty() || only.contains(check.id()) || finding.isFailure()) {
        told.add(finding);
        seen.accept(finding);
      }
    }
    return new Diagnosis(told);
  }

  private static Finding look(Check check, Patient patient, Map<String, Finding> findings, long end)
      throws InterruptedException {
    long start = System.nanoTime();
    Optional<Finding> ground =
        check.needs().stream()
            .map(findings::get)
            .filter(Objects::nonNull)
            .filter(Finding::blocks)
            .findFirst();
    Result result;
    if (ground.isPresent()) {
      result = new Skipped(ground.get().culprit(), "nothing is known without it");
    } else if (end - start <= 0) {
      result = new Skipped(slowest(findings), "it used up the time");
    } else {
      Duration left = Duration.ofNanos(end - start);
      Duration limit = check.layer().limit();
      boolean hurried = left.compareTo(limit) < 0;
      Optional<Result> answer = ask(check, patient, hurried ? left : limit);
      result = answer.orElseGet(() -> late(check, hurried ? left : limit, hurried, findings));
    }
    return new Finding(check, result, Duration.ofNanos(System.nanoTime() - start));
  }

  /** A check that had less time than its own is to blame only where none took longer. */
  private static Result late(
      Check check, Duration limit, boolean hurried, Map<String, Finding> findings) {
    boolean slower = findings.values().stream().anyMatch(f -> f.took().compareTo(limit) > 0);
    return hurried && slower
        ? new Skipped(slowest(findings), "it used up the time")
        : new Failure("no answer within %d ms".formatted(limit.toMillis()), check.remedy());
  }

  /** The answer; absent where there is none in time. */
  private static Optional<Result> ask(Check check, Patient patient, Duration limit)
      throws InterruptedException {
    var answer = new FutureTask<>(() -> check.ask(patient));
    Thread.ofVirtual().name("doctor-" + check.id()).start(answer);
    try {
      return Optional.of(answer.get(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the check " + check.id() + " is wrong", e.getCause());
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    }
  }

  private static String slowest(Map<String, Finding> findings) {
    return findings.values().stream()
        .max(Comparator.comparing(Finding::took))
        .map(finding -> finding.check().id())
        .orElseThrow();
  }

  /** The ids and, over and over, those that they need; all ids where none is given. */
  private static Set<String> withGround(List<Check> checks, Set<String> only) {
    if (only.isEmpty()) {
      return checks.stream().map(Check::id).collect(toSet());
    }
    Set<String> all = new HashSet<>(only);
    // What a check needs stands before it, so one walk from the far end finds everything.
    for (Check check : checks.reversed()) {
      if (all.contains(check.id())) {
        all.addAll(check.needs());
      }
    }
    return all;
  }
}
