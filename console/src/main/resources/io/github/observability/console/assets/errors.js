import { follow, read } from './api.js';
import { h, replace, table, time } from './dom.js';

export async function errors(main) {
  const list = h('div', {});
  replace(main, h('h2', {}, 'Errors'), h('p', { class: 'dim' }, 'Exceptions in log lines, grouped by the stack of their root cause.'), list);
  const load = async () => {
    const groups = await read('errors');
    replace(list, groups.length ? table('Errors', [
      { title: 'Times', num: true, cell: (group) => String(group.count) },
      { title: 'Root cause', cell: (group) => h('details', {}, h('summary', {}, h('strong', {}, group.type.split('.').pop()), ` ${group.message}`),
        h('p', { class: 'mono dim' }, group.chain.join(' → ')), h('pre', {}, group.frames.map((frame) => `at ${frame}`).join('\n'))) },
      { title: 'First', cell: (group) => time(group.first) },
      { title: 'Last', cell: (group) => time(group.last) },
      { title: 'Hash', cell: (group) => h('span', { class: 'mono' }, group.hash) },
      { title: 'Traces', cell: (group) => group.traceIds.map((id, index) => [h('a', { href: `#/request/${id}` }, `trace ${index + 1}`), ' ']) }], groups)
      : h('p', { class: 'dim' }, 'No exception was logged.'));
  };
  await load();
  return follow((event) => {
    if (event.lines && event.lines.some((line) => line.exception) && !list.querySelector('details[open]')) {
      load().catch(() => {});
    }
  });
}
