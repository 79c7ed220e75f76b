package io.github.observability.cost.shedding;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.observability.saturation.ResourceUse;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the {@code saturation} feature measured last, and how full the queues of
 * spans are.
 */
final class PressureReadings {

	private static final String HEAP = "heap";

	private static final String CPU = "cpu";

	private final SheddingProperties.Enter enter;

	private final SheddingProperties.Leave leave;

	private final Supplier<List<ResourceUse>> resources;

	private final Supplier<@Nullable Double> queue;

	/**
	 * Create a reader.
	 * @param properties has the limits
	 * @param resources the last readings of all resources
	 * @param queue how full the queues of spans are, from 0 to 1
	 */
	PressureReadings(SheddingProperties properties, Supplier<List<ResourceUse>> resources,
			Supplier<@Nullable Double> queue) {
		this.enter = properties.enter();
		this.leave = properties.leave();
		this.resources = resources;
		this.queue = queue;
	}

	List<PressureReading> read() {
		List<ResourceUse> uses = this.resources.get();
		List<PressureReading> readings = new ArrayList<>();
		readings.add(new PressureReading(PressureSignal.HEAP, use(uses, HEAP, ResourceUse::utilization),
				this.enter.heap(), this.leave.heap()));
		readings.add(new PressureReading(PressureSignal.CPU, use(uses, CPU, ResourceUse::utilization), this.enter.cpu(),
				this.leave.cpu()));
		readings.add(new PressureReading(PressureSignal.THROTTLING, use(uses, CPU, ResourceUse::saturation),
				this.enter.throttling(), this.leave.throttling()));
		readings.add(new PressureReading(PressureSignal.EXPORT_QUEUE, this.queue.get(), this.enter.exportQueue(),
				this.leave.exportQueue()));
		return List.copyOf(readings);
	}

	private static @Nullable Double use(List<ResourceUse> uses, String resource,
			Function<ResourceUse, @Nullable Double> share) {
		for (ResourceUse use : uses) {
			if (use.resource().equals(resource)) {
				return share.apply(use);
			}
		}
		return null;
	}

}
