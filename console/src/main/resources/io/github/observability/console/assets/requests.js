import { follow, read } from './api.js';
import { badge, bytes, h, millis, replace, status, table, time } from './dom.js';

const LIMIT = 200;

export async function requests(main, query) {
  const list = h('div', {});
  const info = h('p', { class: 'dim' });
  let paused = false;
  let rows = [];
  const field = (name, label, ...control) => h('label', {}, label, ...control);
  const input = (name, size) => h('input', { name, size, value: query.get(name) || '' });
  const select = (name, options) => {
    const element = h('select', { name }, options.map(([value, text]) => h('option', { value }, text)));
    element.value = query.get(name) || '';
    return element;
  };
  const form = h('form', { class: 'filter', on: { submit: apply, change: apply } },
    field('q', 'Route or trace id', input('q', 22)),
    field('status', 'Status', select('status', [['', 'any'], ['2', '2xx'], ['4', '4xx'], ['5', '5xx']])),
    field('kind', 'Kind', select('kind', [['', 'all'], ['SERVER', 'requests'], ['CONSUMER', 'messages'], ['INTERNAL', 'tasks'], ['CLIENT', 'calls']])),
    field('badge', 'Stands out', select('badge', [['', 'any'], ['error', 'failed'], ['slow', 'slow'], ['repeated', 'repeated query'],
      ['serial', 'calls in a row'], ['lost', 'lost context'], ['masked', 'masked']])),
    field('slower', 'Slower than (ms)', input('slower', 6)),
    h('button', { type: 'button', 'aria-pressed': 'false', on: { click: (event) => {
      paused = !paused;
      event.target.setAttribute('aria-pressed', String(paused));
      event.target.textContent = paused ? 'Resume' : 'Pause';
      if (!paused) {
        load();
      }
    } } }, 'Pause'));

  function apply(event) {
    event.preventDefault();
    const wanted = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''));
    location.hash = `#/requests?${wanted}`;
  }

  async function load() {
    const found = await read(`requests?${new URLSearchParams([...query, ['limit', String(LIMIT)]])}`);
    rows = found.traces;
    info.textContent = `${found.held} traces held (${bytes(found.bytes)})${found.evicted ? `, ${found.evicted} older ones dropped` : ''}`;
    draw();
  }

  function draw() {
    replace(list, rows.length ? traces(rows) : h('p', { class: 'dim' }, 'No request matches. Call the application.'));
  }

  replace(main, h('h2', {}, 'Requests'), form, info, list);
  await load();
  const filtered = [...query].length > 0;
  let waiting = false;
  return follow((event) => {
    if (paused || !event.traces || !event.traces.length) {
      return;
    }
    if (filtered) {
      // The filter is the server's.
      if (!waiting) {
        waiting = true;
        setTimeout(() => { waiting = false; load().catch(() => {}); }, 1000);
      }
      return;
    }
    const changed = new Map(event.traces.map((trace) => [trace.traceId, trace]));
    rows = [...event.traces.filter((trace) => !rows.some((row) => row.traceId === trace.traceId)).reverse(),
      ...rows.map((row) => changed.get(row.traceId) || row)].slice(0, LIMIT);
    draw();
  });
}

export function traces(rows) {
  return table('Requests', [
    { title: 'Time', cell: (row) => h('span', { class: 'mono dim' }, time(row.start)) },
    { title: 'What', cell: (row) => h('a', { href: `#/request/${row.traceId}` }, row.route) },
    { title: 'Status', cell: (row) => status(row.status) },
    { title: 'Duration', num: true, cell: (row) => millis(row.durationMillis) },
    { title: 'Spans', num: true, cell: (row) => String(row.spans) },
    { title: 'Queries', num: true, cell: (row) => String(row.queries) },
    { title: 'Sampled', cell: (row) => h('span', { class: 'dim' }, row.sampling) },
    { title: 'Stands out', cell: (row) => row.badges.map((each) => badge(each.kind, each.text, each.detail)) }], rows);
}
