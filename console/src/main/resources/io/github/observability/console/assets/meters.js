import { read } from './api.js';
import { sparkline } from './charts.js';
import { h, number, replace, table } from './dom.js';

const HISTORY = 60;

export async function meters(main, query) {
  const list = h('div', {});
  const info = h('p', { class: 'dim' });
  const history = new Map();
  const opened = new Set();
  let text = query.get('q') || '';
  const search = h('input', { size: 30, value: text, on: { input: () => { text = search.value; draw(); } } });
  let rows = [];

  function draw() {
    const wanted = rows.filter((row) => row.name.includes(text.toLowerCase()));
    info.textContent = `${rows.length} meters, ${rows.reduce((sum, row) => sum + row.seriesCount, 0)} series`;
    replace(list, table('Meters', [
      { title: 'Meter', cell: (row) => h('details', { open: opened.has(row.name), on: { toggle: (event) => {
        if (event.target.open) { opened.add(row.name); } else { opened.delete(row.name); }
      } } }, h('summary', {}, h('span', { class: 'mono' }, row.name)), h('p', { class: 'dim' }, row.description || ''), series(row)) },
      { title: 'Type', cell: (row) => row.type.replaceAll('_', ' ') },
      { title: 'Series', num: true, cell: (row) => String(row.seriesCount) },
      { title: 'Sum', num: true, cell: (row) => `${number(sum(row))} ${row.unit || ''}` },
      { title: 'While this page is open', cell: (row) => sparkline(history.get(row.name) || [0]) }], wanted.slice(0, 300)));
  }

  function series(row) {
    return row.series.map((one) => h('p', { class: 'mono' }, Object.entries(one.tags).map(([key, value]) => `${key}=${value}`).join(', ') || 'no tags',
      ': ', Object.entries(one.values).map(([key, value]) => `${key} ${number(value)}`).join(', ')));
  }

  const sum = (row) => row.series.reduce((total, one) => total + (Object.values(one.values)[0] || 0), 0);

  async function load() {
    rows = await read('meters');
    rows.forEach((row) => history.set(row.name, [...(history.get(row.name) || []), sum(row)].slice(-HISTORY)));
    draw();
  }

  replace(main, h('h2', {}, 'Meters'), h('form', { class: 'filter', on: { submit: (event) => event.preventDefault() } },
    h('label', {}, 'Name contains', search)), info, list);
  await load();
  const timer = setInterval(() => load().catch(() => {}), 3000);
  return () => clearInterval(timer);
}
