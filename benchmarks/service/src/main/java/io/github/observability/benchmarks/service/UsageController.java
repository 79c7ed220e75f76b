package io.github.observability.benchmarks.service;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

import com.sun.management.ThreadMXBean;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells the harness what only the process itself knows.
 */
@RestController
class UsageController {

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@GetMapping("/usage")
	Usage usage(@RequestParam(defaultValue = "false") boolean gc) {
		if (gc) {
			// The second one collects what the first one found to be unreachable.
			System.gc();
			System.gc();
		}
		long[] ids = this.threads.getAllThreadIds();
		long allocated = Arrays.stream(this.threads.getThreadAllocatedBytes(ids)).filter((bytes) -> bytes > 0).sum();
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		return new Usage(allocated, heap, ids.length);
	}

}
