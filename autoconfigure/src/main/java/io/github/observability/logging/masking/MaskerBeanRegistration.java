package io.github.observability.logging.masking;

import java.util.List;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Has lines masked by the maskers of an application context for as long as it is there.
 */
final class MaskerBeanRegistration implements SmartInitializingSingleton, DisposableBean {

	private final ObjectProvider<LogMasker> beans;

	private List<LogMasker> maskers = List.of();

	MaskerBeanRegistration(ObjectProvider<LogMasker> beans) {
		this.beans = beans;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.maskers = this.beans.orderedStream().toList();
		if (!this.maskers.isEmpty()) {
			RegisteredMaskers.PROCESS.add(this.maskers);
		}
	}

	@Override
	public void destroy() {
		if (!this.maskers.isEmpty()) {
			RegisteredMaskers.PROCESS.remove(this.maskers);
		}
	}

}
