// A balance burning down: what it was, a line; what it will be, a dashed one to the instant when it is gone.

import { draw, setAttribute } from './dom.js';
import { instant } from './format.js';
import { balanceAt, floorOf } from './model.js';

const WIDTH = 100;
const HEIGHT = 24;
const PAST = 120_000;
const SPAN = 600_000; // an account that lasts longer than this does not look near its end

/** Empty; update() draws into it. */
export function chart() {
  const past = draw('polyline', { class: 'past' });
  const future = draw('polyline', { class: 'future' });
  const here = draw('line', { class: 'now', y1: 0, y2: HEIGHT });
  const svg = draw('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', class: 'chart', 'aria-hidden': 'true' }, past, here, future);
  return Object.assign(svg, { past, future, here });
}

/** Draws the account as of now; tells from when to when, and from what to what. */
export function update(svg, account, now) {
  const end = instant(account.exhaustsAt);
  const floor = floorOf(account);
  const balance = balanceAt(account, now);
  const history = account.history.filter(point => point.at > now - PAST && point.at <= now);
  const top = Math.max(balance, ...history.map(point => point.balance)) - floor;
  const until = end === null ? now + SPAN / 4 : Math.min(Math.max(end, now), now + SPAN);
  const start = Math.min(history[0]?.at ?? now, now);
  const width = Math.max(until - start, 1);
  const x = at => (((at - start) / width) * WIDTH).toFixed(1);
  const y = value => (top <= 0 ? HEIGHT - 1 : HEIGHT - 1 - Math.max(0, (value - floor) / top) * (HEIGHT - 3)).toFixed(1);
  const last = end === null ? balance : balanceAt(account, until);
  setAttribute(svg.past, 'points', [...history, { at: now, balance }].map(point => `${x(point.at)},${y(point.balance)}`).join(' '));
  setAttribute(svg.future, 'points', `${x(now)},${y(balance)} ${x(until)},${y(last)}`);
  setAttribute(svg.here, 'x1', x(now));
  setAttribute(svg.here, 'x2', x(now));
  return { start, until, top: top + floor, floor };
}
