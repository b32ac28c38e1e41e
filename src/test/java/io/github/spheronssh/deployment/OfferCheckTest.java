package io.github.spheronssh.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.api.GpuOffers;
import io.github.spheronssh.api.GpuOffers.Offer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked for has to be one offer, that can be had, in each of its parts. */
final class OfferCheckTest {
  private static final String GOOD =
      """
      {"provider":"p1","offerId":"o1","gpuType":"H100","gpuCount":2,"region":"eu-1",
       "operatingSystem":"ubuntu","instanceType":"SPOT"}
      """;

  private static List<GpuOffers> offered(@Nullable Boolean available, boolean maintenance) {
    var offer =
        new Offer(
            "p1",
            "o1",
            2,
            new BigDecimal("5.00"),
            new BigDecimal("2.50"),
            available,
            maintenance,
            List.of("eu-1", "us-1"),
            List.of("ubuntu"),
            "SPOT",
            60);
    return List.of(new GpuOffers("H100", List.of(offer)), new GpuOffers("A100", null));
  }

  private static DeployRequest request(String text) throws Exception {
    return DeployRequest.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aSpotInstanceCostsItsSpotPrice() throws Exception {
    Offer offer = OfferCheck.find(request(GOOD), offered(true, false));
    assertEquals(new BigDecimal("2.50"), offer.hourlyPrice());
    Offer untold = OfferCheck.find(request(GOOD), offered(null, false));
    assertEquals("o1", untold.offerId(), "what the service doesn't tell is no reason to refuse");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          "offerId":"o1"             | "offerId":"o2"             | no offer has the offerId 'o2'
          "gpuType":"H100"           | "gpuType":"B200"           | H100
          "provider":"p1"            | "provider":"p2"            | p1
          "instanceType":"SPOT"      | "instanceType":"DEDICATED" | SPOT
          "gpuCount":2               | "gpuCount":8               | 2
          "region":"eu-1"            | "region":"mars"            | eu-1
          "operatingSystem":"ubuntu" | "operatingSystem":"beos"   | ubuntu
          """)
  void whatDoesNotBelongTogetherIsRefusedAndWhatIsOfferedNamed(String from, String to, String named)
      throws Exception {
    assertTrue(GOOD.contains(from), from);
    DeployRequest asked = request(GOOD.replace(from, to));
    var met =
        assertThrows(DeploymentException.class, () -> OfferCheck.find(asked, offered(true, false)));
    String said = met.getMessage() + " " + met.hint().orElse("");
    assertTrue(said.contains(named), said);
  }

  @Test
  void whatCannotBeHadNowIsRefused() throws Exception {
    DeployRequest asked = request(GOOD);
    assertTrue(
        assertThrows(DeploymentException.class, () -> OfferCheck.find(asked, offered(false, false)))
            .getMessage()
            .contains("not available"));
    assertTrue(
        assertThrows(DeploymentException.class, () -> OfferCheck.find(asked, offered(true, true)))
            .getMessage()
            .contains("maintenance"));
  }
}
