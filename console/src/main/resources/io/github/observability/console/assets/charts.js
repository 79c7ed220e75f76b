// Charts over time. Colors are read from the style sheet, so that they follow the theme.
import { bytes, h } from './dom.js';

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const charts = new Set();

// Steps of an axis of bytes, whose labels would be odd at round decimal numbers.
const POWERS_OF_TWO = Array.from({ length: 48 }, (none, power) => 2 ** power);

addEventListener('resize', () => charts.forEach((chart) => chart.fit()));

export function lineChart(title, series, format) {
  const holder = h('div', { role: 'img', 'aria-label': title });
  let plot = null;
  const options = () => ({
    width: Math.max(200, holder.clientWidth), height: 150, legend: { live: true }, cursor: { y: false },
    scales: { x: { time: true }, y: { range: (u, min, max) => [0, Math.max(max || 0, series[0].least || 0.001) * 1.1] } },
    axes: [{ stroke: color('--dim'), grid: { stroke: color('--line'), width: 1 }, size: 30 },
      { stroke: color('--dim'), grid: { stroke: color('--line'), width: 1 }, size: 78,
        values: (u, values) => values.map(format), ...(format === bytes ? { incrs: POWERS_OF_TWO } : {}) }],
    series: [{ value: (u, value) => value ? new Date(value * 1000).toLocaleTimeString('en-GB') : '' },
      ...series.map((one) => ({ label: one.label, stroke: color(one.color), width: 1.5, spanGaps: false,
        value: (u, value) => value === null || value === undefined ? '–' : format(value) }))]
  });
  const chart = {
    element: holder,
    draw(points) {
      const data = [points.map((point) => point.t / 1000), ...series.map((one) => points.map(one.value))];
      if (plot === null) {
        if (holder.isConnected && points.length) {
          plot = new window.uPlot(options(), data, holder);
        }
      }
      else {
        plot.setData(data);
      }
    },
    fit() {
      if (plot !== null && holder.isConnected) {
        plot.setSize({ width: Math.max(200, holder.clientWidth), height: 150 });
      }
    },
    close() {
      charts.delete(chart);
      if (plot !== null) {
        plot.destroy();
      }
    }
  };
  charts.add(chart);
  return chart;
}

// Requests by duration (rows) over time (columns); darker is more.
export function heatMap(title, bounds) {
  const canvas = h('canvas', { class: 'heat', role: 'img', 'aria-label': title });
  const chart = {
    element: canvas,
    draw(points) {
      const ratio = devicePixelRatio || 1;
      const width = canvas.width = Math.max(1, canvas.clientWidth * ratio);
      const height = canvas.height = 150 * ratio;
      const context = canvas.getContext('2d');
      const columns = 120;
      const perColumn = Math.max(1, Math.ceil(points.length / columns));
      const rows = bounds.length + 1;
      const left = 52 * ratio;
      const cells = [];
      for (let start = 0; start < points.length; start += perColumn) {
        const cell = new Array(rows).fill(0);
        points.slice(start, start + perColumn).forEach((point) => point.heat.forEach((count, row) => { cell[row] += count; }));
        cells.push(cell);
      }
      const most = Math.max(1, ...cells.flat());
      context.clearRect(0, 0, width, height);
      context.font = `${11 * ratio}px system-ui`;
      context.textBaseline = 'middle';
      for (let row = 0; row < rows; row++) {
        const y = height - (row + 1) * height / rows;
        context.fillStyle = color('--dim');
        context.globalAlpha = 1;
        context.fillText(row < bounds.length ? label(bounds[row]) : `> ${label(bounds[rows - 2])}`, 0, y + height / rows / 2);
        context.fillStyle = color('--accent');
        cells.forEach((cell, column) => {
          if (cell[row] > 0) {
            context.globalAlpha = 0.15 + 0.85 * Math.sqrt(cell[row] / most);
            const cellWidth = (width - left) / Math.max(cells.length, 30);
            context.fillRect(left + column * cellWidth, y + 1, Math.max(1, cellWidth - 1), height / rows - 2);
          }
        });
      }
      context.globalAlpha = 1;
    },
    fit() {},
    close() { charts.delete(chart); }
  };
  charts.add(chart);
  return chart;
}

const label = (bound) => bound >= 1000 ? `${bound / 1000} s` : `${bound} ms`;

export function sparkline(values) {
  const canvas = h('canvas', { width: 120, height: 24, role: 'img', 'aria-label': 'recent values' });
  const context = canvas.getContext('2d');
  const least = Math.min(...values);
  const range = Math.max(...values) - least || 1;
  context.strokeStyle = color('--accent');
  context.beginPath();
  values.forEach((value, index) => {
    const x = values.length < 2 ? 0 : index * 118 / (values.length - 1) + 1;
    const y = 22 - (value - least) / range * 20;
    return index ? context.lineTo(x, y) : context.moveTo(x, y);
  });
  context.stroke();
  return canvas;
}
