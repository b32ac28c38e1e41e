package io.github.spheronssh;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.spheronssh.cli.Main;
import java.util.Map;
import java.util.Set;

/** Holds the arrows between the rooms, and the fences around the libraries. */
@AnalyzeClasses(
    packages = "io.github.spheronssh",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String ROOT = "io.github.spheronssh";

  @ArchTest
  static final ArchRule roomsFormNoCircle =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  /** What each room may use, beside itself, the exception of the root and the libraries. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          entry("environment"),
          entry("age"),
          entry("json"),
          entry("terminal", "environment"),
          entry("file", "environment"),
          entry("key", "environment", "file"),
          entry("agent", "environment", "key"),
          entry("api", "environment", "file", "json"),
          entry("account", "api", "environment", "file", "key"),
          entry("instance", "api", "environment", "file", "json", "key"),
          entry("deployment", "api", "instance", "json"),
          entry("config", "environment", "file", "knownhosts"),
          entry("knownhosts", "file", "key"),
          entry("ssh", "agent", "environment", "file", "key", "knownhosts"),
          entry(
              "login",
              "agent",
              "api",
              "environment",
              "file",
              "instance",
              "key",
              "knownhosts",
              "ssh"),
          entry("hostentries", "config", "environment", "file", "instance", "key", "login", "ssh"),
          entry("forward", "ssh"),
          entry("authorizedkeys", "key", "ssh"),
          entry(
              "ring",
              "account",
              "agent",
              "config",
              "environment",
              "file",
              "instance",
              "json",
              "key"),
          entry(
              "rotation",
              "account",
              "agent",
              "api",
              "authorizedkeys",
              "environment",
              "file",
              "instance",
              "json",
              "key",
              "login",
              "ssh"),
          entry("backup", "age", "environment", "file", "key", "knownhosts"),
          entry("share", "agent", "environment", "file", "forward", "key", "ssh"),
          entry("readiness", "api", "environment", "instance", "key", "login", "ssh"),
          entry(
              "doctor",
              "account",
              "agent",
              "api",
              "authorizedkeys",
              "config",
              "environment",
              "file",
              "hostentries",
              "instance",
              "json",
              "key",
              "knownhosts",
              "login",
              "ring",
              "ssh"),
          entry("sandbox", "api", "environment", "file", "json", "key"));

  @ArchTest
  static void arrowsGoOneWay(JavaClasses classes) {
    for (JavaClass each : classes) {
      String room = room(each);
      if (room.isEmpty() || room.equals("cli")) {
        continue; // the root is for all, and the commands may use everything
      }
      Set<String> allowed = ARROWS.get(room);
      assertNotNull(allowed, () -> "no arrows are drawn for the room " + room);
      for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
        String used = room(dependency.getTargetClass());
        assertTrue(
            used.isEmpty() || used.equals(room) || allowed.contains(used),
            () -> room + " may not use " + used + ": " + dependency.getDescription());
      }
    }
  }

  @ArchTest
  static void theSandboxKnowsOnlyTheRecordsOfTheWire(JavaClasses classes) {
    for (JavaClass each : classes) {
      if (room(each).equals("sandbox")) {
        for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
          JavaClass used = dependency.getTargetClass().getBaseComponentType();
          assertTrue(
              !room(used).equals("api") || used.isRecord() || used.isEnum(),
              dependency.getDescription());
        }
      }
    }
  }

  @ArchTest
  static void noLibraryShowsInTheCoresPublicSignatures(JavaClasses classes) {
    for (JavaClass each : classes) {
      if (room(each).equals("cli") || !each.getModifiers().contains(JavaModifier.PUBLIC)) {
        continue;
      }
      for (JavaCodeUnit unit : each.getCodeUnits()) {
        if (unit.getModifiers().contains(JavaModifier.PUBLIC)) {
          unit.getAllInvolvedRawTypes().forEach(type -> assertOurs(type, unit));
        }
      }
    }
  }

  @ArchTest static final ArchRule picocliStaysInCli = onlyIn(new String[] {"picocli.."}, "cli");

  @ArchTest
  static final ArchRule okhttpStaysInApi = onlyIn(new String[] {"okhttp3..", "okio.."}, "api");

  @ArchTest
  static final ArchRule jacksonStaysInJson = onlyIn(new String[] {"tools.jackson.."}, "json");

  @ArchTest
  static final ArchRule bouncyCastleStaysWithTheKeys =
      onlyIn(new String[] {"org.bouncycastle.."}, "key");

  @ArchTest
  static final ArchRule minaStaysBehindOurTypes =
      onlyIn(new String[] {"org.apache.sshd.."}, "key", "ssh", "agent", "transfer", "sandbox");

  @ArchTest
  static final ArchRule jlineStaysInTerminal = onlyIn(new String[] {"org.jline.."}, "terminal");

  @ArchTest
  static final ArchRule diffsStayWithTheHostEntries =
      onlyIn(new String[] {"com.github.difflib.."}, "hostentries");

  @ArchTest
  static final ArchRule signalsAreMetInOneClass =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROOT + ".terminal.Signals")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("sun..");

  @ArchTest
  static final ArchRule onlyMainExits =
      noClasses()
          .that(not(belongToAnyOf(Main.class)))
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule standardStreamsStayInTerminalAndMain =
      noClasses()
          .that(not(belongToAnyOf(Main.class)))
          .and(not(resideInAnyPackage(ROOT + ".terminal")))
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .accessField(System.class, "in");

  @ArchTest
  static final ArchRule onlyTheEnvironmentReadsTheEnvironment =
      noClasses()
          .that(not(resideInAnyPackage(ROOT + ".environment")))
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class);

  private static Map.Entry<String, Set<String>> entry(String room, String... used) {
    return Map.entry(room, Set.of(used));
  }

  private static void assertOurs(JavaClass type, JavaCodeUnit unit) {
    String name = type.getBaseComponentType().getFullName();
    assertTrue(
        name.startsWith(ROOT) || name.startsWith("java.") || !name.contains("."),
        () -> unit.getFullName() + " shows " + name);
  }

  /** The room a class stands in; empty for the root and for what is not ours. */
  private static String room(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    if (!name.startsWith(ROOT + ".")) {
      return "";
    }
    String below = name.substring(ROOT.length() + 1);
    int end = below.indexOf('.');
    return end < 0 ? below : below.substring(0, end);
  }

  private static ArchRule onlyIn(String[] library, String... rooms) {
    String[] allowed = new String[rooms.length];
    for (int i = 0; i < rooms.length; i++) {
      allowed[i] = ROOT + "." + rooms[i] + "..";
    }
    return noClasses()
        .that(not(resideInAnyPackage(allowed)))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library)
        .allowEmptyShould(true);
  }
}
