package io.github.observability.saturation;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;

/**
 * Meters for the saturation of resources.
 */
public enum SaturationMeter implements DefinedMeter {

	/** How full a resource is. */
	SATURATION(MeterDefinition.gauge("observability.saturation", "Utilization of a limited resource, from 0 to 1",
			SaturationTag.RESOURCE)),

	/** When a resource is exhausted. */
	EXHAUSTION(MeterDefinition
		.gauge("observability.saturation.exhaustion",
				"Time until a resource that is filling up is exhausted; absent if no exhaustion is forecast",
				SaturationTag.RESOURCE, SaturationTag.BOUND)
		.in("seconds")),

	/** Throttling by the CPU quota. */
	CPU_THROTTLED(MeterDefinition
		.counter("observability.saturation.cpu.throttled",
				"Time that the threads of the cgroup were throttled by its CPU quota")
		.in("seconds")),

	/** Time in the run queue. */
	RUN_QUEUE_WAIT(MeterDefinition
		.counter("observability.saturation.run.queue.wait",
				"Time that runnable threads of the process waited for a CPU")
		.in("seconds")),

	/** Pressure stall information. */
	STALLED(MeterDefinition
		.counter("observability.saturation.stalled",
				"Time that work was stalled waiting for a resource, from the kernel's pressure stall information",
				SaturationTag.RESOURCE, SaturationTag.SHARE, SaturationTag.SCOPE)
		.in("seconds")),

	/** Memory events of the cgroup. */
	MEMORY_EVENTS(MeterDefinition.counter("observability.saturation.memory.events",
			"Number of times the memory of the cgroup reached a limit", SaturationTag.EVENT)),

	/** Retransmitted segments. */
	TCP_RETRANSMITS(MeterDefinition.counter("observability.saturation.tcp.retransmits",
			"Number of TCP segments retransmitted in the network namespace")),

	/** Rejected connections. */
	LISTEN_OVERFLOWS(MeterDefinition.counter("observability.saturation.tcp.listen.overflows",
			"Number of connections dropped in the network namespace because the listen queue was full")),

	/** Pinned virtual threads. */
	THREADS_PINNED(MeterDefinition.timer("observability.saturation.threads.pinned",
			"Time that waiting virtual threads pinned their carrier threads", SaturationTag.REASON)),

	/** Readings left out. */
	DROPPED(MeterDefinition.counter("observability.saturation.dropped",
			"Number of readings dropped because there were too many resources"));

	private final MeterDefinition definition;

	SaturationMeter(MeterDefinition definition) {
		this.definition = definition;
	}

	@Override
	public MeterDefinition definition() {
		return this.definition;
	}

}
