package io.github.observability.incidents.diagnosability;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.observability.RecordedNames;
import io.github.observability.incidents.diagnosability.SignalSource.Recorded;
import io.github.observability.saturation.ResourceMonitor;
import io.github.observability.saturation.ResourceUse;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.util.function.SingletonSupplier;

/**
 * Tells which classes of faults the signals of an application show, and which of them
 * look the same. The matrix of faults and signals is read on first use.
 */
public final class Diagnosability {

	private final MeterRegistry registry;

	private final ResourceMonitor resources;

	private final RecordedNames names;

	private final DiagnosabilityProperties properties;

	private final Supplier<FaultTable> table;

	Diagnosability(MeterRegistry registry, ResourceMonitor resources, RecordedNames names,
			DiagnosabilityProperties properties) {
		this.registry = registry;
		this.resources = resources;
		this.names = names;
		this.properties = properties;
		this.table = SingletonSupplier.of(() -> FaultTable.of(properties));
	}

	/**
	 * Report on the signals that are recorded now.
	 * @param changes the types of the changes that were reported, in lower case
	 * @return the report
	 */
	public DiagnosabilityReport report(Set<String> changes) {
		Set<String> meters = this.registry.getMeters()
			.stream()
			.map(Meter::getId)
			.map(Meter.Id::getName)
			.collect(Collectors.toSet());
		Set<String> limited = this.resources.resources()
			.stream()
			.map(ResourceUse::resource)
			.collect(Collectors.toSet());
		return report(this.table.get(), this.properties, new Recorded(meters, limited, changes, this.names));
	}

	static DiagnosabilityReport report(FaultTable table, DiagnosabilityProperties properties, Recorded recorded) {
		Map<String, DiagnosabilityReport.Signal> signals = signals(properties, recorded);
		List<String> names = List.copyOf(table.faults().keySet());
		List<DiagnosabilityReport.Fault> faults = names.stream().map((name) -> fault(table, name, signals)).toList();
		List<DiagnosabilityReport.Alike> alike = new ArrayList<>();
		for (int i = 0; i < names.size(); i++) {
			for (int j = i + 1; j < names.size(); j++) {
				String one = names.get(i);
				String other = names.get(j);
				List<DiagnosabilityReport.Signal> telling = signals.values()
					.stream()
					.filter((signal) -> table.isTold(one, other, signal.name()))
					.toList();
				if (telling.stream().noneMatch(DiagnosabilityReport.Signal::recorded)) {
					alike.add(new DiagnosabilityReport.Alike(List.of(one, other), telling));
				}
			}
		}
		return new DiagnosabilityReport(faults, List.copyOf(alike), List.copyOf(signals.values()));
	}

	private static Map<String, DiagnosabilityReport.Signal> signals(DiagnosabilityProperties properties,
			Recorded recorded) {
		Map<String, DiagnosabilityReport.Signal> signals = new LinkedHashMap<>();
		for (FaultSignal each : FaultSignal.values()) {
			SignalSource source = each.source();
			signals.put(each.key(), new DiagnosabilityReport.Signal(each.key(), source.isIn(recorded),
					source.meters(recorded.names()), source.how()));
		}
		properties.signals()
			.forEach((name, meter) -> signals.put(name, new DiagnosabilityReport.Signal(name,
					recorded.meters().contains(meter), List.of(meter), "Record the meter '" + meter + "'.")));
		return signals;
	}

	private static DiagnosabilityReport.Fault fault(FaultTable table, String name,
			Map<String, DiagnosabilityReport.Signal> signals) {
		List<String> shown = new ArrayList<>();
		List<String> unseen = new ArrayList<>();
		signals.values().forEach((signal) -> {
			Reaction reaction = table.reaction(name, signal.name());
			if (reaction.isReliable()) {
				(signal.recorded() ? shown : unseen).add(signal.name() + " " + reaction.label());
			}
		});
		return new DiagnosabilityReport.Fault(name, !shown.isEmpty(), List.copyOf(shown), List.copyOf(unseen));
	}

}
