import { read, send } from './api.js';
import { h, millis, number, replace, table, time } from './dom.js';

const PERIOD = 1000;

export async function timing(main) {
  const refused = h('p', { role: 'alert' });
  const state = h('div', { role: 'status' });
  const button = h('button', { type: 'submit' }, 'Time this method');
  const form = h('form', { class: 'filter', on: { submit: start } },
    h('label', {}, 'Method', h('input', { name: 'filter', size: 50, required: true, placeholder: 'com.example.Orders::place' })),
    h('label', {}, 'Seconds', h('input', { name: 'seconds', type: 'number', min: 1, max: 60, value: 10, required: true })), button);
  let shown = '';

  async function start(event) {
    event.preventDefault();
    refused.textContent = '';
    try {
      await send(`timing?${new URLSearchParams(new FormData(form))}`);
      await load();
    }
    catch (error) {
      refused.textContent = error.message;
    }
  }

  async function load() {
    const found = await read('timing');
    const text = JSON.stringify(found);
    if (text === shown) {
      return;
    }
    shown = text;
    button.disabled = found.state === 'RUNNING';
    replace(state, describe(found));
  }

  replace(main, h('h2', {}, 'Timing'),
    h('p', { class: 'dim' }, 'All calls of one method are timed, without an agent and without a restart. That needs JDK 25.'), form, refused, state);
  await load();
  const timer = setInterval(() => load().catch(() => {}), PERIOD);
  return () => clearInterval(timer);
}

function describe(found) {
  switch (found.state) {
    case 'RUNNING':
      return h('p', {}, h('span', { class: 'mono' }, found.filter), ` is timed for ${found.seconds} s, since ${time(found.started)}.`);
    case 'FAILED':
      return h('p', {}, found.reason);
    case 'DONE':
      return [h('h3', { class: 'mono' }, found.filter),
        h('p', { class: 'dim' }, `${found.seconds} s, since ${time(found.started)}. Times include waiting. ${found.result.note}`),
        found.result.methods.length ? table('Timed methods', [
          { title: 'Method', cell: (one) => h('span', { class: 'mono' }, one.method) },
          { title: 'Calls', num: true, cell: (one) => number(one.invocations) },
          { title: 'Mean', num: true, cell: (one) => millis(one.averageNanos / 1e6) },
          { title: 'Shortest', num: true, cell: (one) => millis(one.minimumNanos / 1e6) },
          { title: 'Longest', num: true, cell: (one) => millis(one.maximumNanos / 1e6) }], found.result.methods) : null];
    default:
      return h('p', { class: 'dim' }, 'No method has been timed yet.');
  }
}
