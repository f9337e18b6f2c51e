// What is known, and who wants to hear of changes: all that changed between two frames is drawn in one.

export const state = {
  calls: new Map(),
  accounts: new Map(),
  entries: new Map(),
  gateways: new Map(),
  decisions: [],
  observed: [],
  loaded: false,
  link: 'connecting',
};

const watchers = [];
const dirty = new Set();
let scheduled = false;

/** Calls back once a frame if anything of these topics changed. */
export function watch(topics, redraw) {
  watchers.push({ topics, redraw });
}

export function changed(...topics) {
  topics.forEach(topic => dirty.add(topic));
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    const topics = new Set(dirty);
    dirty.clear();
    for (const watcher of watchers) {
      if (watcher.topics.some(topic => topics.has(topic))) watcher.redraw();
    }
  });
}
