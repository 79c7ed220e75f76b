import { read } from './api.js';
import { bytes, h, millis, number, replace, table } from './dom.js';

export async function runs(main) {
  const found = await read('runs');
  const before = new Map(((found.previous || {}).routes || []).map((route) => [route.route, route]));
  const rows = found.current.routes.map((route) => ({ now: route, then: before.get(route.route) }));
  const compare = (value, format) => (row) => row.then
    ? [format(value(row.now)), h('span', { class: 'dim' }, ` was ${format(value(row.then))}`)] : format(value(row.now));
  replace(main, h('h2', {}, 'Runs'),
    h('p', { class: 'dim' }, found.previous ? `This run beside the one of ${new Date(found.previous.started).toLocaleString('en-GB')}.`
      : 'The next start will be compared with this run.'),
    rows.length ? table('Routes', [
      { title: 'Route', cell: (row) => row.now.route },
      { title: 'Requests', num: true, cell: compare((route) => route.count, number) },
      { title: 'Failed', num: true, cell: compare((route) => route.errors, number) },
      { title: 'p50', num: true, cell: compare((route) => route.p50, millis) },
      { title: 'p95', num: true, cell: compare((route) => route.p95, millis) },
      { title: 'Queries each', num: true, cell: compare((route) => route.queries, number) },
      { title: 'Telemetry each', num: true, cell: compare((route) => route.bytes, bytes) }], rows)
      : h('p', { class: 'dim' }, 'No request was served yet.'));
  return null;
}
