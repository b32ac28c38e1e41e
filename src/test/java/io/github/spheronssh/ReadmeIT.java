package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackagedProgram;
import io.github.spheronssh.testing.PackagedProgram.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what the program does. */
@DisabledOnOs(OS.WINDOWS)
final class ReadmeIT {
  private static final Pattern SHOWN =
      Pattern.compile("<!-- tour -->\\s*```\\n(.*?)```\\s*<!-- /tour -->", Pattern.DOTALL);

  private static final Pattern RECIPE =
      Pattern.compile("```\\n(spheron-ssh sandbox -- sh .*?)```", Pattern.DOTALL);

  /** What differs from run to run, and what stands for it here. */
  private static final Map<Pattern, String> VARYING = varying();

  @Test
  void theReadmeShowsWhatTheTourPrints(@TempDir Path folder) throws Exception {
    Map<String, String> variables =
        Map.of("HOME", folder.toString(), "PATH", "/usr/bin:/bin", "LC_ALL", "C.UTF-8");
    Result tour = PackagedProgram.built().run(folder, variables, "sandbox", "--tour");
    assertEquals("", tour.err());
    assertEquals(0, tour.status(), tour.out());

    Matcher readme = SHOWN.matcher(Files.readString(Path.of("README.md")));
    assertTrue(readme.find(), "the README has no tour");
    assertEquals(settled(readme.group(1)), settled(tour.out()), () -> "the tour:\n" + tour.out());
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count(), "the tour left something in the user's home");
    }
  }

  @Test
  void theRecipeForContinuousIntegrationWorksAsItStands(@TempDir Path folder) throws Exception {
    Matcher recipe = RECIPE.matcher(Files.readString(Path.of("README.md")));
    assertTrue(recipe.find(), "the README has no recipe");
    Files.writeString(folder.resolve("smoke-test.sh"), "echo tested as $USER; exit 7\n");
    Path bin = PackagedProgram.built().launcher("spheron-ssh").getParent();
    Map<String, String> variables =
        Map.of("HOME", folder.toString(), "PATH", bin + ":/usr/bin:/bin", "CI", "true");

    Result run =
        PackagedProgram.runCommand(folder, variables, List.of("/bin/sh", "-c", recipe.group(1)));

    assertEquals(7, run.status(), run.err());
    assertTrue(run.out().endsWith("tested as ubuntu\n"), run.out());
    assertFalse(Files.exists(folder.resolve(".ssh")), "a key was made in the user's own home");
  }

  private static String settled(String text) {
    String settled = text.strip();
    for (Map.Entry<Pattern, String> each : VARYING.entrySet()) {
      settled = each.getKey().matcher(settled).replaceAll(each.getValue());
    }
    return settled;
  }

  private static Map<Pattern, String> varying() {
    var varying = new LinkedHashMap<Pattern, String>();
    varying.put(Pattern.compile("\\S*/spheron-sandbox-[^/\\s]+"), "FOLDER");
    varying.put(Pattern.compile("SHA256:[A-Za-z0-9+/]{43}"), "FINGERPRINT");
    varying.put(Pattern.compile("(?m)^\\|.{17}\\|$"), "|ART|");
    varying.put(Pattern.compile("[0-9a-f]{24}"), "ID");
    varying.put(Pattern.compile("[\\w.-]+@[\\w.-]+(?=[\\s(]|$)"), "USER@HOST");
    varying.put(Pattern.compile("sai_…\\w+"), "API-KEY");
    varying.put(Pattern.compile("127\\.0\\.0\\.1:\\d+ *"), "ADDRESS ");
    varying.put(Pattern.compile("\\d+(\\.\\d+)? m?s\\b"), "TIME");
    varying.put(
        Pattern.compile("(?m)^spheron-ssh: (still )?(wait|ask|connect|examin|register).*\\n"), "");
    varying.put(Pattern.compile("(?m) +$"), "");
    return varying;
  }
}
