package io.github.spheronssh.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.ApiWatcher;
import io.github.spheronssh.api.BaseUrl;
import io.github.spheronssh.api.Credentials;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Skipped;
import io.github.spheronssh.doctor.Result.Warning;
import io.github.spheronssh.environment.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class DoctorTest {
  private final List<String> asked = new ArrayList<>();

  @Test
  void everyCheckIsAskedInOrderAndToldAsItComes() throws InterruptedException {
    List<Finding> seen = new ArrayList<>();
    Diagnosis diagnosis = doctor(ok("one"), ok("two")).examine(patient(), Set.of(), seen::add);

    assertEquals(List.of("one", "two"), asked);
    assertEquals(diagnosis.findings(), seen);
    assertTrue(diagnosis.isHealthy());
  }

  @Test
  void whatStandsOnAFailureIsSkippedAndNamesTheRootOfIt() throws InterruptedException {
    Diagnosis diagnosis =
        doctor(
                failing("ground"),
                ok("wall").needing("ground"),
                ok("roof").needing("wall"),
                ok("garden"))
            .examine(patient(), Set.of(), DoctorTest::nobodyLooks);

    assertEquals(List.of("garden"), asked);
    assertEquals("ground", skipped(diagnosis, "wall").becauseOf());
    assertEquals("ground", skipped(diagnosis, "roof").becauseOf());
    assertFalse(diagnosis.isHealthy());
    assertEquals("ground", diagnosis.firstFailure().orElseThrow().check().id());
  }

  @Test
  void aWarningIsInNobodysWay() throws InterruptedException {
    Check warning = check("ground", _ -> new Warning("odd", "mend it"));
    Diagnosis diagnosis =
        doctor(warning, ok("wall").needing("ground"))
            .examine(patient(), Set.of(), DoctorTest::nobodyLooks);

    assertEquals(List.of("wall"), asked);
    assertTrue(diagnosis.isHealthy());
    assertEquals(1, diagnosis.warnings().size());
  }

  @Test
  void anErrorThatACheckMeetsIsItsFailure() throws InterruptedException {
    Check hinting =
        check(
            "hinting",
            _ -> {
              throw new SpheronSshException("it is broken", "do this");
            });
    Check silent =
        check(
            "silent",
            _ -> {
              throw new SpheronSshException("it is broken");
            });
    Diagnosis diagnosis =
        doctor(hinting, silent).examine(patient(), Set.of(), DoctorTest::nobodyLooks);

    assertEquals(new Failure("it is broken", "do this"), result(diagnosis, "hinting"));
    assertEquals(new Failure("it is broken", "mend silent"), result(diagnosis, "silent"));
  }

  @Test
  void aCheckThatHangsFailsInTimeAndIsInterrupted() throws InterruptedException {
    var interrupted = new CountDownLatch(1);
    Check hanging =
        check(
            "hanging",
            _ -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return new Ok("too late");
            });
    Diagnosis diagnosis =
        new Doctor(List.of(hanging, ok("next")), Duration.ofMillis(50))
            .examine(patient(), Set.of(), DoctorTest::nobodyLooks);

    assertInstanceOf(Failure.class, result(diagnosis, "hanging"));
    assertEquals("hanging", skipped(diagnosis, "next").becauseOf());
    interrupted.await();
  }

  @Test
  void whatHasNoTimeLeftIsNotToBlameForIt() throws InterruptedException {
    var never = new CountDownLatch(1);
    Diagnosis diagnosis =
        new Doctor(
                List.of(
                    check("slow", _ -> rest(Duration.ofMillis(400))),
                    check(
                        "late",
                        _ -> {
                          try {
                            never.await();
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                          }
                          return new Ok("");
                        })),
                Duration.ofMillis(600))
            .examine(patient(), Set.of(), DoctorTest::nobodyLooks);

    assertEquals("slow", skipped(diagnosis, "late").becauseOf());
  }

  @Test
  void aMistakeInACheckIsNoFinding() {
    Check wrong =
        check(
            "wrong",
            _ -> {
              throw new UnsupportedOperationException();
            });
    assertThrows(
        IllegalStateException.class,
        () -> doctor(wrong).examine(patient(), Set.of(), DoctorTest::nobodyLooks));
  }

  @Test
  void onlyWhatWasAskedForIsToldWithTheFailureThatKeepsItFromBeingKnown()
      throws InterruptedException {
    Doctor doctor =
        doctor(failing("ground"), ok("wall").needing("ground"), ok("roof"), ok("garden"));

    assertEquals(
        List.of("ground", "wall"),
        ids(doctor.examine(patient(), Set.of("wall"), DoctorTest::nobodyLooks)));
    assertEquals(
        List.of("roof"), ids(doctor.examine(patient(), Set.of("roof"), DoctorTest::nobodyLooks)));
    assertEquals(List.of("roof"), asked);
  }

  @Test
  void whatLooksAtAnInstanceIsNotAskedWhereNoneIsNamed() throws InterruptedException {
    Check far = Check.of(Layer.NETWORK, "far", "", "", _ -> new Ok("there"));
    assertEquals(List.of(), ids(doctor(far).examine(patient(), Set.of(), DoctorTest::nobodyLooks)));
  }

  private static Result rest(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return new Ok("");
  }

  private static void nobodyLooks(Finding finding) {}

  private Check ok(String id) {
    return check(
        id,
        _ -> {
          asked.add(id);
          return new Ok("fine");
        });
  }

  private static Check failing(String id) {
    return check(id, _ -> new Failure("broken", "mend it"));
  }

  private static Check check(String id, Check.Question question) {
    return Check.of(Layer.MACHINE, id, "means " + id, "mend " + id, question);
  }

  private static Patient patient() {
    return new Patient(
        Environment.of(Map.of(), new Properties()), new NoService(), List.of(), Optional.empty());
  }

  private static final class NoService implements Service {

    @Override
    public BaseUrl base() throws SpheronSshException {
      throw new SpheronSshException("there is no service");
    }

    @Override
    public Credentials credentials() throws SpheronSshException {
      throw new SpheronSshException("there is no service");
    }

    @Override
    public SpheronApi api(Credentials credentials, ApiWatcher watcher) throws SpheronSshException {
      throw new SpheronSshException("there is no service");
    }

    @Override
    public Optional<String> team() {
      return Optional.empty();
    }
  }

  private static Doctor doctor(Check... checks) {
    return new Doctor(List.of(checks), Duration.ofSeconds(10));
  }

  private static List<String> ids(Diagnosis diagnosis) {
    return diagnosis.findings().stream().map(finding -> finding.check().id()).toList();
  }

  private static Result result(Diagnosis diagnosis, String id) {
    return diagnosis.findings().stream()
        .filter(finding -> finding.check().id().equals(id))
        .findFirst()
        .orElseThrow()
        .result();
  }

  private static Skipped skipped(Diagnosis diagnosis, String id) {
    return assertInstanceOf(Skipped.class, result(diagnosis, id));
  }
}
