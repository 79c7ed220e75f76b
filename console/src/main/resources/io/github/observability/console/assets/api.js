// Reads and calls the API and follows the stream of events.
const listeners = new Set();

export async function read(path) {
  const response = await fetch(`api/${path}`, { headers: { accept: 'application/json' } });
  if (response.status === 401) {
    throw new Error('The token is not valid any more. Open the URL that the application printed when it started.');
  }
  if (response.status === 404) {
    return null;
  }
  if (!response.ok) {
    throw new Error(`The console answered ${response.status}.`);
  }
  return response.json();
}

export async function send(path) {
  const response = await fetch(`api/${path}`, { method: 'POST', headers: { accept: 'application/json' } });
  if (!response.ok) {
    throw new Error((await response.text()).trim());
  }
  return response.json();
}

// Returns a function that ends the subscription.
export function follow(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function connect(onState) {
  const source = new EventSource('api/events');
  source.onopen = () => onState(true);
  source.onerror = () => onState(false);
  source.onmessage = (message) => {
    const event = JSON.parse(message.data);
    for (const listener of listeners) {
      listener(event);
    }
  };
  addEventListener('pagehide', () => source.close());
}
