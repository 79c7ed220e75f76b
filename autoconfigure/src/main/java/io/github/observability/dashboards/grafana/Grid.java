package io.github.observability.dashboards.grafana;

/**
 * Places panels from left to right and from top to bottom.
 */
final class Grid {

	private int x;

	private int y;

	private int rowHeight;

	/** Go on below everything that was placed. */
	void newRow() {
		this.x = 0;
		this.y += this.rowHeight;
		this.rowHeight = 0;
	}

	Cell place(int width, int height) {
		if (this.x + width > Dashboard.COLUMNS) {
			newRow();
		}
		Cell cell = new Cell(this.x, this.y, width, height);
		this.x += width;
		this.rowHeight = Math.max(this.rowHeight, height);
		return cell;
	}

	/**
	 * Where a panel is.
	 *
	 * @param x the column
	 * @param y the line
	 * @param width the number of columns
	 * @param height the number of lines
	 */
	record Cell(int x, int y, int width, int height) {

	}

}
