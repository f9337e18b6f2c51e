// Server-sent events over fetch: an EventSource cannot send a token.

const LONGEST = 1 << 20;

/** Reads a response's events, {name, data, id}, as they come; calls alive() for whatever comes, comments too. */
export async function* events(response, alive) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let event = { name: '', data: [], id: null };
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    alive();
    rest += value;
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    if (rest.length > LONGEST) throw new Error('an event without end');
    for (const line of lines) {
      if (line !== '') {
        take(event, line);
      } else if (event.data.length > 0) {
        yield { name: event.name || 'message', data: event.data.join('\n'), id: event.id };
        event = { name: '', data: [], id: event.id };
      }
    }
  }
}

function take(event, line) {
  const colon = line.indexOf(':');
  const field = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (field === 'event') event.name = value;
  else if (field === 'data') event.data.push(value);
  else if (field === 'id') event.id = value;
}
