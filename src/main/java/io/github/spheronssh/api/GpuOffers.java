package io.github.spheronssh.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is offered of one model of GPU, as {@code GET /api/gpu-offers} lists it. */
public record GpuOffers(@Nullable String gpuType, @Nullable List<Offer> offers) {

  /**
   * An offer of one provider. Any field may be absent.
   *
   * @param price dollars an hour for the whole instance
   * @param spotPrice the same for a spot instance
   * @param clusters the regions
   * @param systems the operating systems
   */
  public record Offer(
      @Nullable String provider,
      @Nullable String offerId,
      @Nullable Integer gpuCount,
      @Nullable BigDecimal price,
      @JsonProperty("spot_price") @Nullable BigDecimal spotPrice,
      @Nullable Boolean available,
      @Nullable Boolean maintenance,
      @Nullable List<String> clusters,
      @JsonProperty("os_options") @Nullable List<String> systems,
      @Nullable String instanceType,
      @Nullable Integer minimumRuntimeMinutes) {

    /** Dollars an hour for the whole instance, where the service tells. */
    public @Nullable BigDecimal hourlyPrice() {
      return "SPOT".equals(instanceType) && spotPrice != null ? spotPrice : price;
    }
  }
}
