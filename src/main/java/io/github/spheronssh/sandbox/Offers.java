package io.github.spheronssh.sandbox;

import io.github.spheronssh.sandbox.InstanceState.Hardware;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What can be ordered in the sandbox: a small, fixed market that costs nothing. */
final class Offers {
  private static final int MAX_PAGE = 10_000;
  private static final int MAX_LIMIT = 100;
  private static final int DEFAULT_LIMIT = 20;

  /** An offer of one provider. */
  record Offer(
      String provider,
      String offerId,
      String gpuType,
      int gpuCount,
      String price,
      List<String> clusters,
      List<String> systems,
      String instanceType) {

    Hardware in(String region) {
      return new Hardware(provider, gpuType, gpuCount, region, instanceType, price);
    }

    private Map<String, Object> shape() {
      var shape = new LinkedHashMap<String, Object>();
      shape.put("provider", provider);
      shape.put("offerId", offerId);
      shape.put("name", gpuCount + "x " + gpuType);
      shape.put("gpuCount", gpuCount);
      shape.put("price", new BigDecimal(price));
      shape.put("available", true);
      shape.put("maintenance", false);
      shape.put("clusters", clusters);
      shape.put("os_options", systems);
      shape.put("instanceType", instanceType);
      shape.put("supportsCloudInit", true);
      return shape;
    }
  }

  private static final List<String> SYSTEMS = List.of("ubuntu-22.04", "ubuntu-24.04");

  private static final List<Offer> ALL =
      List.of(
          new Offer(
              "sandbox-cloud",
              "h100-1",
              "H100",
              1,
              "2.49",
              List.of("us-east-1", "eu-north-1"),
              SYSTEMS,
              "DEDICATED"),
          new Offer(
              "sandbox-cloud",
              "a100-8",
              "A100",
              8,
              "11.60",
              List.of("eu-north-1"),
              SYSTEMS,
              "DEDICATED"),
          new Offer(
              "sandbox-metal",
              "rtx4090-1-spot",
              "RTX4090",
              1,
              "0.34",
              List.of("eu-north-1"),
              SYSTEMS,
              "SPOT"));

  private Offers() {}

  static Optional<Offer> find(String provider, String offerId) {
    return ALL.stream()
        .filter(each -> each.provider().equals(provider) && each.offerId().equals(offerId))
        .findFirst();
  }

  /** The answer of {@code GET /api/gpu-offers}: offers by GPU, a page at a time. */
  static Map<String, Object> page(Call call) throws ApiFault {
    String search = call.parameter("search").orElse("").toLowerCase(Locale.ROOT);
    String type = call.parameter("instanceType").orElse("");
    List<?> found =
        ALL.stream()
            .filter(each -> each.gpuType().toLowerCase(Locale.ROOT).contains(search))
            .filter(each -> type.isEmpty() || each.instanceType().equals(type))
            .map(Offers::model)
            .toList();
    int number = call.number("page", MAX_PAGE).orElse(1);
    int limit = call.number("limit", MAX_LIMIT).orElse(DEFAULT_LIMIT);
    Page page = Page.of(found, number, limit);
    return Map.of(
        "data", page.items(),
        "total", found.size(),
        "page", number,
        "limit", limit,
        "totalPages", page.totalPages());
  }

  /** The one offer that the sandbox has of each GPU. */
  private static Map<String, Object> model(Offer offer) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("gpuType", offer.gpuType());
    shape.put("gpuModel", offer.gpuType());
    shape.put("displayName", "NVIDIA " + offer.gpuType());
    shape.put("totalAvailable", 4);
    shape.put("lowestPrice", new BigDecimal(offer.price()));
    shape.put("offers", List.of(offer.shape()));
    return shape;
  }
}
