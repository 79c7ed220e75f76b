package io.github.observability.saturation.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.saturation.SaturationReadings;
import org.jspecify.annotations.Nullable;

/**
 * Finds the directories of the cgroups that the process is in, in the first version of
 * cgroups, the second, and the mixture in which some controllers are still in the first.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/cgroups.7.html">cgroups(7)</a>
 */
final class Cgroups {

	private static final int MAX_DEPTH = 32;

	private static final String MEMBERSHIP = "/proc/self/cgroup";

	private static final String MOUNTS = "/proc/self/mountinfo";

	private static final String UNIFIED = "";

	private final KernelFiles files;

	private @Nullable String membership;

	private Map<String, Hierarchy> hierarchies = Map.of();

	Cgroups(KernelFiles files) {
		this.files = files;
	}

	/**
	 * Look where the process is now.
	 * @param readings are told what cannot be read
	 */
	void refresh(SaturationReadings readings) {
		String membership = this.files.read(MEMBERSHIP, readings);
		if (membership == null) {
			this.membership = null;
			this.hierarchies = Map.of();
		}
		else if (!membership.equals(this.membership)) {
			String mounts = this.files.read(MOUNTS, readings);
			this.hierarchies = (mounts != null) ? hierarchies(membership, mounts) : Map.of();
			this.membership = (mounts != null) ? membership : null;
		}
	}

	/**
	 * Return the cgroups whose files of a controller hold for the process.
	 * @param controller the controller
	 * @return the cgroups, or {@code null} if there are none
	 */
	@Nullable Hierarchy of(String controller) {
		Hierarchy first = this.hierarchies.get(controller);
		return (first != null) ? first : unified();
	}

	/**
	 * Return the cgroups of the second version.
	 * @return the cgroups, or {@code null} if there are none
	 */
	@Nullable Hierarchy unified() {
		return this.hierarchies.get(UNIFIED);
	}

	private static Map<String, Hierarchy> hierarchies(String membership, String mounts) {
		Map<String, Mount> byController = mounts(mounts);
		Map<String, Hierarchy> hierarchies = new HashMap<>();
		membership.lines().forEach((line) -> {
			// number:controllers:path, where a path may have colons.
			String[] fields = line.split(":", 3);
			if (fields.length == 3 && fields[2].startsWith("/")) {
				for (String controller : fields[1].split(",", -1)) {
					Mount mount = byController.get(controller);
					if (mount != null) {
						hierarchies.put(controller, mount.hierarchy(fields[2]));
					}
				}
			}
		});
		return hierarchies;
	}

	private static Map<String, Mount> mounts(String text) {
		Map<String, Mount> mounts = new HashMap<>();
		text.lines().forEach((line) -> {
			int separator = line.indexOf(" - ");
			if (separator < 0) {
				return;
			}
			String[] place = line.substring(0, separator).split(" ");
			String[] kind = line.substring(separator + 3).split(" ");
			if (place.length < 5) {
				return;
			}
			boolean second = kind[0].equals("cgroup2");
			Mount mount = new Mount(second, unescape(place[3]), unescape(place[4]));
			if (second) {
				mounts.putIfAbsent(UNIFIED, mount);
			}
			else if (kind[0].equals("cgroup") && kind.length >= 3) {
				for (String option : kind[2].split(",")) {
					mounts.putIfAbsent(option, mount);
				}
			}
		});
		return mounts;
	}

	/** White space and backslashes in a path are three octal digits. */
	private static String unescape(String path) {
		if (path.indexOf('\\') < 0) {
			return path;
		}
		return path.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\");
	}

	/**
	 * A cgroup and those it is in, all of which limit the process.
	 *
	 * @param second whether they are of the second version
	 * @param path path of the own cgroup below the mount
	 * @param directories absolute paths, the own cgroup first
	 */
	record Hierarchy(boolean second, String path, List<String> directories) {

		String own() {
			return this.directories.get(0);
		}

	}

	private record Mount(boolean second, String root, String point) {

		Hierarchy hierarchy(String path) {
			List<String> directories = new ArrayList<>();
			String below = below(path);
			String next = below;
			while (!next.isEmpty() && directories.size() < MAX_DEPTH) {
				directories.add(this.point + next);
				next = next.substring(0, next.lastIndexOf('/'));
			}
			directories.add(this.point);
			return new Hierarchy(this.second, below, directories);
		}

		/**
		 * A container sees its own cgroup as the mount's root, whatever the path is that
		 * the kernel names.
		 */
		private String below(String path) {
			if (path.contains("..") || path.equals(this.root)) {
				return "";
			}
			if (this.root.equals("/")) {
				return path;
			}
			return path.startsWith(this.root + "/") ? path.substring(this.root.length()) : "";
		}

	}

}
