package io.github.observability.saturation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/**
 * Meters of how full resources are and of what had to wait for them.
 */
enum SaturationMeter implements MeterDocumentation {

	SATURATION("observability.saturation", Meter.Type.GAUGE, null, "Share of a limited resource in use, from 0 to 1",
			SaturationTag.RESOURCE),

	CPU_THROTTLED("observability.saturation.cpu.throttled", Meter.Type.COUNTER, "seconds",
			"Time for which the CPU quota of the cgroup kept its threads from running"),

	RUN_QUEUE_WAIT("observability.saturation.run.queue.wait", Meter.Type.COUNTER, "seconds",
			"Time that threads of the process were ready and waited for a CPU"),

	STALLED("observability.saturation.stalled", Meter.Type.COUNTER, "seconds",
			"Time in which work waited for a resource, as the kernel's pressure files tell", SaturationTag.RESOURCE,
			SaturationTag.SHARE, SaturationTag.SCOPE),

	MEMORY_EVENTS("observability.saturation.memory.events", Meter.Type.COUNTER, null,
			"Times that the memory of the cgroup met a limit", SaturationTag.EVENT),

	TCP_RETRANSMITS("observability.saturation.tcp.retransmits", Meter.Type.COUNTER, null,
			"TCP segments sent again in the network namespace"),

	LISTEN_OVERFLOWS("observability.saturation.tcp.listen.overflows", Meter.Type.COUNTER, null,
			"Connections that the full queue of a listening socket in the network namespace turned away"),

	THREADS_PINNED("observability.saturation.threads.pinned", Meter.Type.TIMER, null,
			"Time for which waiting virtual threads kept their carrier", SaturationTag.REASON),

	DROPPED("observability.saturation.dropped", Meter.Type.COUNTER, null,
			"Readings not shown because the limit of resources was reached");

	private final String name;

	private final Meter.Type type;

	private final @Nullable String unit;

	private final String description;

	private final KeyName[] keyNames;

	SaturationMeter(String name, Meter.Type type, @Nullable String unit, String description, KeyName... keyNames) {
		this.name = name;
		this.type = type;
		this.unit = unit;
		this.description = description;
		this.keyNames = keyNames;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public @Nullable String getBaseUnit() {
		return this.unit;
	}

	@Override
	public KeyName[] getKeyNames() {
		return this.keyNames;
	}

	String description() {
		return this.description;
	}

}
