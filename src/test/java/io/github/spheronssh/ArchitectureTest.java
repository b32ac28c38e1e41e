package io.github.spheronssh;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.spheronssh.cli.Main;

/** Holds the arrows between the rooms, and the fences around the libraries. */
@AnalyzeClasses(
    packages = "io.github.spheronssh",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String ROOT = "io.github.spheronssh";

  @ArchTest
  static final ArchRule roomsFormNoCircle =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule nothingUsesTheCommands = onlyUsedBy("cli", "cli");

  @ArchTest static final ArchRule onlyTheCommandsUseTheSandbox = onlyUsedBy("sandbox", "cli");

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

  private static ArchRule onlyUsedBy(String room, String user) {
    return classes()
        .that()
        .resideInAPackage(ROOT + "." + room + "..")
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAnyPackage(ROOT + "." + room + "..", ROOT + "." + user + "..")
        .allowEmptyShould(true);
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
