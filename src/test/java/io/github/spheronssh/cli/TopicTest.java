package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TopicTest {
  @ParameterizedTest
  @EnumSource
  void theDocsHaveTheTextThatHelpPrints(Topic topic) throws IOException {
    String page = Files.readString(Path.of("docs", topic.title() + ".md"));

    assertTrue(page.contains("```\n" + topic.text() + "```\n"), page);
  }

  @ParameterizedTest
  @EnumSource
  void topicsFitATerminal(Topic topic) {
    assertTrue(topic.text().lines().allMatch(line -> line.length() <= 83), topic.text());
  }
}
