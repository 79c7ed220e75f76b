package io.github.observability.console;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

import javax.imageio.ImageIO;

/**
 * Makes a picture of a page small: the page has few colors, so that a palette of the most
 * frequent ones does.
 */
final class SmallPicture {

	private static final int COLORS = 64;

	private SmallPicture() {
	}

	static byte[] of(byte[] png) throws IOException {
		BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
		int[] palette = palette(image);
		BufferedImage small = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED,
				new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE));
		Map<Integer, Integer> nearest = new HashMap<>();
		for (int y = 0; y < image.getHeight(); y++) {
			for (int x = 0; x < image.getWidth(); x++) {
				int index = nearest.computeIfAbsent(image.getRGB(x, y), (color) -> nearest(palette, color));
				small.getRaster().setSample(x, y, 0, index);
			}
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		ImageIO.write(small, "png", bytes);
		return bytes.toByteArray();
	}

	private static int[] palette(BufferedImage image) {
		Map<Integer, Integer> counts = new HashMap<>();
		for (int y = 0; y < image.getHeight(); y++) {
			for (int x = 0; x < image.getWidth(); x++) {
				counts.merge(image.getRGB(x, y), 1, Integer::sum);
			}
		}
		return counts.entrySet()
			.stream()
			.sorted(Comparator.comparingInt((Map.Entry<Integer, Integer> entry) -> entry.getValue()).reversed())
			.limit(COLORS)
			.mapToInt(Map.Entry::getKey)
			.toArray();
	}

	private static int nearest(int[] palette, int color) {
		int nearest = 0;
		for (int i = 1; i < palette.length; i++) {
			if (distance(palette[i], color) < distance(palette[nearest], color)) {
				nearest = i;
			}
		}
		return nearest;
	}

	private static int distance(int one, int other) {
		int distance = 0;
		for (int shift = 0; shift <= 16; shift += 8) {
			int difference = ((one >> shift) & 0xff) - ((other >> shift) & 0xff);
			distance += difference * difference;
		}
		return distance;
	}

}
