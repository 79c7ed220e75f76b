package io.github.observability.saturation;

import java.io.File;
import java.util.List;

/**
 * Disks below the paths for which Boot has meters, too.
 */
final class DiskSource implements SaturationSource {

	private final List<File> paths;

	DiskSource(List<File> paths) {
		this.paths = List.copyOf(paths);
	}

	@Override
	public void read(SaturationReadings readings) {
		for (File path : this.paths) {
			long total = path.getTotalSpace();
			// Of a path that is not there the total is 0.
			readings.use((this.paths.size() == 1) ? "disk" : "disk." + path.getPath(), total - path.getUsableSpace(),
					total);
		}
	}

}
