package io.github.spheronssh.deployment;

import io.github.spheronssh.api.GpuOffers;
import io.github.spheronssh.api.GpuOffers.Offer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds a request against what is offered: all that it says has to belong to one offer. */
public final class OfferCheck {
  private OfferCheck() {}

  /**
   * The offer that the request names.
   *
   * @throws DeploymentException where there is none, it can't be had now, or the request says
   *     something else than it does
   */
  public static Offer find(DeployRequest request, List<GpuOffers> offered)
      throws DeploymentException {
    String id = required(request, "offerId", "");
    List<GpuOffers> models =
        offered.stream()
            .filter(model -> offers(model).anyMatch(offer -> id.equals(offer.offerId())))
            .toList();
    if (models.isEmpty()) {
      throw new DeploymentException(
          "no offer has the offerId '" + id + "'" + offeredFor(request, offered), null);
    }
    String gpu = required(request, "gpuType", among(models.stream().map(GpuOffers::gpuType)));
    List<Offer> ofGpu =
        models.stream()
            .filter(model -> gpu.equals(model.gpuType()))
            .flatMap(OfferCheck::offers)
            .filter(offer -> id.equals(offer.offerId()))
            .toList();
    if (ofGpu.isEmpty()) {
      throw mismatch("gpuType", gpu, id, among(models.stream().map(GpuOffers::gpuType)));
    }
    List<Offer> left = ofGpu;
    left = narrow(request, id, "provider", left, offer -> one(offer.provider()));
    left = narrow(request, id, "instanceType", left, offer -> one(offer.instanceType()));
    left = narrow(request, id, "gpuCount", left, offer -> one(offer.gpuCount()));
    left = narrow(request, id, "region", left, offer -> texts(offer.clusters()));
    left = narrow(request, id, "operatingSystem", left, offer -> texts(offer.systems()));
    Offer offer = left.getFirst();
    if (Boolean.TRUE.equals(offer.maintenance())) {
      throw new DeploymentException(
          "the offer '%s' is under maintenance".formatted(id), "try again later, or another offer");
    }
    if (Boolean.FALSE.equals(offer.available())) {
      throw new DeploymentException(
          "the offer '%s' is not available now".formatted(id), "try again later, or another offer");
    }
    return offer;
  }

  private interface Side {
    Stream<String> of(Offer offer);
  }

  private static List<Offer> narrow(
      DeployRequest request, String id, String field, List<Offer> offers, Side side)
      throws DeploymentException {
    String choices = among(offers.stream().flatMap(side::of));
    String asked = required(request, field, choices);
    List<Offer> left =
        offers.stream().filter(offer -> side.of(offer).anyMatch(asked::equals)).toList();
    if (left.isEmpty()) {
      throw mismatch(field, asked, id, choices);
    }
    return left;
  }

  private static String required(DeployRequest request, String field, String choices)
      throws DeploymentException {
    return request
        .text(field)
        .orElseThrow(
            () ->
                new DeploymentException(
                    "the request has no " + field,
                    choices.isEmpty()
                        ? "GET /api/gpu-offers lists what there is"
                        : "offered: " + choices));
  }

  private static DeploymentException mismatch(
      String field, String asked, String id, String choices) {
    return new DeploymentException(
        "%s '%s' is not in the offer '%s'".formatted(field, asked, id),
        "offered: " + (choices.isEmpty() ? "none" : choices));
  }

  private static String offeredFor(DeployRequest request, List<GpuOffers> offered) {
    Optional<String> gpu = request.text("gpuType");
    String ids =
        among(
            offered.stream()
                .filter(model -> gpu.isPresent() && gpu.get().equals(model.gpuType()))
                .flatMap(OfferCheck::offers)
                .map(Offer::offerId));
    return ids.isEmpty() ? "" : "; for %s there are %s".formatted(gpu.orElse(""), ids);
  }

  private static String among(Stream<@Nullable String> choices) {
    return choices.filter(Objects::nonNull).distinct().limit(20).collect(Collectors.joining(", "));
  }

  private static Stream<Offer> offers(GpuOffers model) {
    List<Offer> offers = model.offers();
    return offers == null ? Stream.empty() : offers.stream();
  }

  private static Stream<String> one(@Nullable Object value) {
    return value == null ? Stream.empty() : Stream.of(value.toString());
  }

  private static Stream<String> texts(@Nullable List<String> values) {
    return values == null ? Stream.empty() : values.stream().filter(Objects::nonNull);
  }
}
