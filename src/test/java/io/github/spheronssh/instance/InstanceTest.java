package io.github.spheronssh.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.spheronssh.api.Deployment;
import io.github.spheronssh.json.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InstanceTest {

  @Test
  void anIdIsEnough() throws Exception {
    Instance instance = read("{\"id\":\"dep-1\"}");
    assertEquals("dep-1", instance.name());
    assertEquals(Status.UNKNOWN, instance.status());
    assertEquals("'unknown'", instance.statusWords());
    assertEquals(Optional.empty(), instance.address());
    assertEquals(22, instance.port());
    assertEquals(Optional.empty(), instance.user());
  }

  @Test
  void nullsAreAbsent() throws Exception {
    Instance instance =
        read(
            """
            {"id":"dep-1","name":null,"ipAddress":null,"user":null,"sshPort":null,
             "sshCommand":null,"portForwards":[null,{"external":null,"internal":22}],
             "status":null,"hourlyRate":null,"createdAt":"yesterday"}
            """);
    assertEquals("dep-1", instance.title());
    assertEquals(22, instance.port());
    assertEquals(Optional.empty(), instance.createdAt());
  }

  @Test
  void theForwardOfPort22OutranksTheOtherPorts() throws Exception {
    Instance instance =
        read(
            """
            {"id":"d","sshPort":2022,"sshCommand":"ssh root@192.0.2.1 -p 2023",
             "portForwards":[{"external":8080,"internal":80},{"external":40022,"internal":22}]}
            """);
    assertEquals(40022, instance.port());
  }

  @Test
  void theSshPortOutranksTheCommand() throws Exception {
    assertEquals(
        2022,
        read("{\"id\":\"d\",\"sshPort\":2022,\"sshCommand\":\"ssh root@192.0.2.1 -p 2023\"}")
            .port());
  }

  @Test
  void theCommandFillsWhatIsMissing() throws Exception {
    Instance instance = read("{\"id\":\"d\",\"sshCommand\":\"ssh -p 2023 bob@192.0.2.1\"}");
    assertEquals(2023, instance.port());
    assertEquals(Optional.of("bob"), instance.user());
    assertEquals(Optional.of("192.0.2.1"), instance.address());
  }

  @ParameterizedTest
  @CsvSource({"-oProxyCommand=id", "192.0.2.1;id", "example.com", "1", "256.1.1.1", "10.1"})
  void anAddressThatIsNoLiteralIsNone(String address) throws Exception {
    assertEquals(
        Optional.empty(),
        read(Json.write(java.util.Map.of("id", "d", "ipAddress", address))).address());
  }

  @ParameterizedTest
  @CsvSource({"-oProxyCommand=id", "Root", "a b", "$(id)", "é"})
  void aUserThatCanBeNoneIsAbsent(String user) throws Exception {
    assertEquals(
        Optional.empty(), read(Json.write(java.util.Map.of("id", "d", "user", user))).user());
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "65536"})
  void aPortThatIsNoneIsPassedOver(int port) throws Exception {
    assertEquals(22, read("{\"id\":\"d\",\"sshPort\":" + port + "}").port());
  }

  @ParameterizedTest
  @CsvSource({
    "deploying, still deploying, true",
    "running, running, true",
    "stopped, stopped, false",
    "terminated, terminated, false",
    "terminated-provider, taken back by the provider (spot), false",
    "failed, failed to deploy, false",
    "hibernating, 'hibernating', true"
  })
  void aStatusSaysInWordsWhatItMeans(String word, String words, boolean canComeUp)
      throws Exception {
    Instance instance = read("{\"id\":\"d\",\"status\":\"" + word + "\"}");
    assertEquals(canComeUp, instance.status().canComeUp());
    assertEquals(words.replace("'", ""), instance.statusWords().replace("'", ""));
  }

  private static Instance read(String json) throws Exception {
    return Instance.of(Json.read(json, Deployment.class));
  }
}
