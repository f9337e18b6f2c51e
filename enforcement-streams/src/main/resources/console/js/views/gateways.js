import { now } from '../api.js';
import { find, make, setText } from '../dom.js';
import { count, date, duration, instant, words } from '../format.js';
import { state, watch } from '../state.js';

const cards = make('ul', { class: 'cards' });
const empty = make('p', { class: 'empty' });

export function open() {
  find('#view-gateways').append(make('div', { class: 'tools' }, make('h2', {}, 'Gateways')), cards, empty);
  watch(['gateways', 'link'], show);
}

export const focus = () => find('#view-gateways').focus();
export const tick = show;

/** What its last heartbeat says, or that there is none any more. */
export function health(gateway) {
  const silent = now() - gateway.heardAt;
  if (gateway.state === 'STOPPED') return 'stopped';
  if (silent > gateway.leaseMillis) return 'lost';
  return silent > gateway.leaseMillis / 2 ? 'silent' : gateway.state.toLowerCase();
}

function show() {
  const all = [...state.gateways.values()].sort((a, b) => (a.gatewayId < b.gatewayId ? -1 : 1));
  setText(empty, state.link === 'connecting' ? 'Listening …' : 'No gateway was ever heard. One that runs is heard within seconds; start one with ./tollgate gateway.');
  empty.hidden = all.length > 0;
  cards.replaceChildren(...all.map(gateway => {
    const is = health(gateway);
    return make('li', { class: 'card', 'data-health': is },
      make('h3', {}, gateway.gatewayId, ' ', make('span', { class: 'badge', 'data-kind': is }, words(is))),
      make('dl', { class: 'facts' }, [
        ['Live calls', count(gateway.liveCalls)],
        ['Heard', `${duration(now() - gateway.heardAt)} ago`],
        ['Up', duration(now() - instant(gateway.startedAt))],
        ['SIP', gateway.sip],
        ['Started', date(gateway.startedAt)],
      ].map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', {}, value)))));
  }));
}
