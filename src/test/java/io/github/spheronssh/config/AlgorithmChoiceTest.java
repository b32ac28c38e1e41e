package io.github.spheronssh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the value of a keyword such as Ciphers chooses. */
final class AlgorithmChoiceTest {
  private static final AlgorithmChoice CIPHERS = choice(Keyword.CIPHERS, false);
  private static final AlgorithmChoice HOST_KEYS = choice(Keyword.HOST_KEY_ALGORITHMS, true);

  private static AlgorithmChoice choice(Keyword keyword, boolean patterns) {
    return new AlgorithmChoice(
        keyword,
        List.of("a1", "a2", "b1"),
        List.of("a1", "a2", "b1", "c1"),
        List.of("d1"),
        patterns);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          b1           | b1
          c1,a1        | c1 a1
          a1,a1        | a1
          +c1          | a1 a2 b1 c1
          +a1          | a1 a2 b1
          ^c1          | c1 a1 a2 b1
          ^b1          | b1 a1 a2
          ^b1,c1       | b1 c1 a1 a2
          -a2          | a1 b1
          -a*          | b1
          -a?,x        | b1
          -!a2,a*      | a2 b1
          -unknown     | a1 a2 b1
          d1,b1        | b1
          +d1          | a1 a2 b1
          """)
  void aListReplacesOrFollowsOrPrecedesOrIsTakenAway(String value, String names) throws Exception {
    assertEquals(List.of(names.split(" ", -1)), CIPHERS.choose(value).names());
    assertEquals(List.of(names.split(" ", -1)), HOST_KEYS.choose(value).names());
  }

  @Test
  void patternsAreTakenWhereSshTakesThem() throws Exception {
    assertEquals(List.of("a1", "a2"), HOST_KEYS.choose("a*").names());
    assertEquals(List.of("c1", "a1", "a2", "b1"), HOST_KEYS.choose("^c?").names());
    assertThrows(ConfigException.class, () -> CIPHERS.choose("a*"));
    assertThrows(ConfigException.class, () -> HOST_KEYS.choose("e*"));
  }

  @Test
  void whatOnlyOpenSshHasIsPassedOverAndTold() throws Exception {
    assertEquals(List.of("d1"), CIPHERS.choose("+d1").missing());
    assertEquals(List.of(), CIPHERS.choose("+c1").missing());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          e1     | 'e1' is not known
          a1,e1  | 'e1' is not known
          +e1    | 'e1' is not known
          none   | 'none' is not known
          A1     | 'A1' is not known
          a1,    | a name is missing in 'a1,'
          +      | a name is missing in ''
          -*     | nothing is left of '-*'
          d1     | nothing is left of 'd1'
          a1 a2  | 'a1 a2' is not known
          """)
  void anythingElseIsRefusedWithTheQuestionThatLists(String value, String why) {
    ConfigException e = assertThrows(ConfigException.class, () -> CIPHERS.choose(value));
    assertEquals("Ciphers: " + why, e.getMessage());
    assertTrue(e.hint().orElseThrow().contains("connect -Q Ciphers"), e.hint().toString());
  }
}
