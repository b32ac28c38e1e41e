package io.github.spheronssh.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.spheronssh.api.GpuOffers;
import io.github.spheronssh.api.GpuOffers.Offer;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.json.JsonException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a request's file holds, it is one offer's request, or a checked error says why not. */
final class DeployRequestFuzzTest {
  private static final String GOOD =
      """
      {"provider":"p1","offerId":"o1","gpuType":"H100","gpuCount":2,"region":"eu-1",
       "operatingSystem":"ubuntu","instanceType":"SPOT","later":[{"a":1.50}],"name":"train"}
      """;

  private static final List<GpuOffers> OFFERED =
      List.of(
          new GpuOffers(
              "H100",
              List.of(
                  new Offer(
                      "p1",
                      "o1",
                      2,
                      new BigDecimal("5.00"),
                      null,
                      true,
                      false,
                      List.of("eu-1"),
                      List.of("ubuntu"),
                      "SPOT",
                      null))));

  @Property(tries = 1000)
  void anyTextIsARequestOrARefusal(@ForAll("texts") String text) {
    try {
      DeployRequest request = DeployRequest.parse(text.getBytes(StandardCharsets.UTF_8));
      DeployRequest whole = request.with("teamId", "t1").withKey("k1");
      assertEquals("k1", whole.text("sshKeyId").orElseThrow());
      assertFalse(whole.text("ssh_public_key").isPresent());
      var sent = DeployRequest.parse(Json.write(whole.fields()).getBytes(StandardCharsets.UTF_8));
      assertEquals(whole.fields().keySet(), sent.fields().keySet());
      assertEquals("o1", OfferCheck.find(whole, OFFERED).offerId());
    } catch (JsonException | DeploymentException e) {
      assertFalse(e.getMessage().isEmpty());
    }
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> damaged =
        Combinators.combine(
                Arbitraries.integers().between(0, GOOD.length()),
                Arbitraries.integers().between(0, 6),
                Arbitraries.strings().ascii().ofMaxLength(4))
            .as(
                (from, length, other) ->
                    GOOD.substring(0, from)
                        + other
                        + GOOD.substring(Math.min(from + length, GOOD.length())));
    return Arbitraries.oneOf(damaged, damaged, Arbitraries.strings());
  }
}
