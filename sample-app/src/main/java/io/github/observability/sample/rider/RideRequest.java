package io.github.observability.sample.rider;

import io.github.observability.sample.City;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

record RideRequest(@NotBlank @Size(max = 64) String rider, @NotNull City city, @NotBlank @Size(max = 128) String pickup,
		@NotBlank @Size(max = 128) String destination) {

}
