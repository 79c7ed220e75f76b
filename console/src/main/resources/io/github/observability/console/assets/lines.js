import { follow, read } from './api.js';
import { h, replace } from './dom.js';

const LIMIT = 300;

export async function lines(main, query) {
  const list = h('div', {});
  const form = h('form', { class: 'filter', on: { submit: apply, change: apply } },
    h('label', {}, 'At least', select('level', ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'])),
    h('label', {}, 'Logger', h('input', { name: 'logger', size: 24, value: query.get('logger') || '' })),
    h('label', {}, 'Text', h('input', { name: 'q', size: 24, value: query.get('q') || '' })));

  function select(name, values) {
    const element = h('select', { name }, values.map((value) => h('option', { value }, value)));
    element.value = query.get(name) || values[0];
    return element;
  }

  function apply(event) {
    event.preventDefault();
    location.hash = `#/lines?${new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== '' && value !== 'TRACE'))}`;
  }

  async function load() {
    const found = await read(`lines?${new URLSearchParams([...query, ['limit', String(LIMIT)]])}`);
    replace(list, found.lines.length ? found.lines.map((line) => logLine(line, true)) : h('p', { class: 'dim' }, 'No line matches.'));
  }

  replace(main, h('h2', {}, 'Lines'), form, list);
  await load();
  let waiting = false;
  return follow((event) => {
    if (event.lines && event.lines.length && !waiting) {
      waiting = true;
      setTimeout(() => { waiting = false; load().catch(() => {}); }, 1000);
    }
  });
}

export function logLine(line, withTrace) {
  const exception = line.exception;
  return h('div', { class: 'logline' },
    h('span', { class: 'dim' }, new Date(line.millis).toISOString().slice(11, 23)),
    h('span', { class: `level-${line.level}` }, line.level),
    h('div', { class: 'text' }, line.message, ' ',
      h('span', { class: 'dim' }, line.logger.split('.').pop(), Object.entries(line.fields).map(([key, value]) => ` ${key}=${value}`)),
      withTrace && line.traceId ? [' ', h('a', { href: `#/request/${line.traceId}` }, 'trace')] : null,
      exception ? h('details', {}, h('summary', {}, `${exception.type}: ${exception.message}`),
        h('pre', {}, exception.frames.map((frame) => `  at ${frame}`).join('\n'))) : null));
}
