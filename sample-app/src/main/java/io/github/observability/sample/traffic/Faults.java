package io.github.observability.sample.traffic;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

/** The faults that are switched on. */
@Component
public final class Faults {

	private final Set<Fault> on = ConcurrentHashMap.newKeySet();

	public boolean isOn(Fault fault) {
		return this.on.contains(fault);
	}

	boolean switchOn(Fault fault) {
		return this.on.add(fault);
	}

	boolean switchOff(Fault fault) {
		return this.on.remove(fault);
	}

	Map<String, Boolean> all() {
		Map<String, Boolean> all = new TreeMap<>();
		for (Fault fault : Fault.values()) {
			all.put(fault.label(), isOn(fault));
		}
		return all;
	}

}
