package io.github.observability.dashboards;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.observability.JvmNames;
import io.github.observability.dashboards.grafana.Panel;
import io.github.observability.dashboards.grafana.Target;
import io.github.observability.dashboards.grafana.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * What a service runs out of: its resources by their utilization, CPU, heap and
 * collection.
 */
final class ResourcePanels {

	private static final String[] AREAS = MeterRole.each((convention) -> JvmNames.of(convention).memoryArea());

	private final Application application;

	private final PromQl promQl;

	private final ObjectiveSeries objectives;

	ResourcePanels(Application application, ObjectiveSeries objectives) {
		this.application = application;
		this.promQl = application.promQl();
		this.objectives = objectives;
	}

	List<@Nullable Panel> panels() {
		List<@Nullable Panel> panels = new ArrayList<>();
		RecordedMeter saturation = this.application.find(MeterRole.SATURATION);
		if (saturation != null) {
			panels.add(Panel.timeSeries("Saturation")
				.describedAs("Utilization of each limited resource. The first one that reaches its limit explains what "
						+ "follows in latency and errors.")
				.in("percentunit")
				.color(this.objectives.saturationThresholds())
				.show(Target.series(PromQl.max(this.promQl.select(saturation.metric()), "resource"), "{{resource}}"))
				.build());
		}
		panels.add(cpu());
		panels.add(memory());
		RecordedMeter pauses = this.application.find(MeterRole.GC_PAUSE);
		if (pauses != null && pauses.kind() == MeterKind.TIMER) {
			panels.add(Panel.timeSeries("Time in garbage collection")
				.describedAs("Share of time for which the collector stops the application. Above 5 %, the heap is too "
						+ "small or something allocates without end: take a profile.")
				.in("percentunit")
				.color(Threshold.above(0.02, 0.05))
				.show(Target.series(PromQl.sum(this.promQl.rate(pauses.sum()), instance()), "{{" + instance() + "}}"))
				.build());
		}
		return panels;
	}

	private @Nullable Panel cpu() {
		Panel.Builder panel = Panel.timeSeries("CPU")
			.describedAs("Share of the processors in use; seconds per second for which threads were throttled by the "
					+ "quota or waited for a processor. Waiting without use means that neighbors or the quota take it.")
			.in("percentunit");
		int shown = 0;
		Map<MeterRole, String> roles = new TreeMap<>(Comparator.comparingInt(MeterRole::ordinal));
		roles.put(MeterRole.PROCESS_CPU, "process");
		roles.put(MeterRole.SYSTEM_CPU, "machine");
		roles.put(MeterRole.CPU_THROTTLED, "throttled");
		roles.put(MeterRole.RUN_QUEUE_WAIT, "run queue wait");
		for (Map.Entry<MeterRole, String> role : roles.entrySet()) {
			RecordedMeter meter = this.application.find(role.getKey());
			if (meter != null) {
				String series = (meter.kind() == MeterKind.COUNTER) ? this.promQl.rate(meter.metric())
						: this.promQl.select(meter.metric());
				panel.show(Target.series(PromQl.max(series), role.getValue()));
				shown++;
			}
		}
		return (shown > 0) ? panel.build() : null;
	}

	private @Nullable Panel memory() {
		RecordedMeter used = this.application.find(MeterRole.MEMORY_USED);
		String area = (used != null) ? used.label(AREAS) : null;
		if (used == null || area == null) {
			return null;
		}
		String heap = PromQl.equal(area, JvmNames.HEAP);
		Panel.Builder panel = Panel.timeSeries("Heap")
			.describedAs("Heap in use and its limit, of the fullest instance. A floor that rises after each collection "
					+ "is a leak: take a heap dump before the restart.")
			.in("bytes")
			.show(Target.series(PromQl.max(PromQl.sum(this.promQl.select(used.metric(), heap), instance())), "in use"));
		RecordedMeter most = this.application.find(MeterRole.MEMORY_MAX);
		if (most != null && most.label(AREAS) != null) {
			// A pool without a limit reports -1.
			panel.show(Target
				.series(PromQl.max(PromQl.sum(this.promQl.select(most.metric(), heap) + " > 0", instance())), "limit"));
		}
		return panel.build();
	}

	private String instance() {
		return this.application.properties().instanceLabel();
	}

}
