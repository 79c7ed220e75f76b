package io.github.observability.benchmarks.service;

import io.github.observability.profiling.ContinuousProfiling;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lets the harness compare a service that is profiled with itself.
 */
@RestController
@ConditionalOnClass(ContinuousProfiling.class)
class ProfilingController {

	private final ObjectProvider<ContinuousProfiling> profiling;

	ProfilingController(ObjectProvider<ContinuousProfiling> profiling) {
		this.profiling = profiling;
	}

	@GetMapping("/profiling")
	void profile(@RequestParam boolean paused) {
		if (paused) {
			this.profiling.getObject().pause();
		}
		else {
			this.profiling.getObject().resume();
		}
	}

}
