import { forgetToken, hasToken, onTokenNeeded, operator, setOperator } from './api.js';
import { ask, sheet } from './dialogs.js';
import { find, make, setText } from './dom.js';
import { count, time } from './format.js';
import { state, watch } from './state.js';
import { retry, start } from './sync.js';
import * as accounts from './views/accounts.js';
import * as blacklist from './views/blacklist.js';
import * as calls from './views/calls.js';
import * as decisions from './views/decisions.js';
import * as gateways from './views/gateways.js';

const VIEWS = { calls, accounts, blacklist, decisions, gateways };
const SHORTCUTS = [
  ['1 … 5', 'Calls, accounts, blacklist, decisions, gateways'],
  ['/', 'Search'],
  ['↑ ↓ PageUp PageDown Home End, j k', 'Move in a list'],
  ['Enter', 'Open what is chosen'],
  ['t', 'Terminate the chosen call (asks first)'],
  ['u', 'Top up the chosen account'],
  ['c', 'Show the chosen account’s calls'],
  ['a', 'Add a blacklist entry'],
  ['r, Delete', 'Remove the chosen blacklist entry (asks first)'],
  ['Esc', 'Close a dialog; clear a search'],
  ['?', 'This list'],
];
const QUIET_KEYS = 'tollgate.noKeys';

let view = null;

/** Which view the address names; the feed stands beside every one where there is room. */
function route() {
  const name = location.hash.slice(1);
  if (view !== null && !(name in VIEWS)) return;
  view = name in VIEWS ? name : 'calls';
  for (const each of Object.keys(VIEWS)) {
    if (each !== 'decisions') find(`#view-${each}`).hidden = each !== view;
  }
  document.body.dataset.view = view;
  document.querySelectorAll('nav a').forEach(link => {
    if (link.dataset.view === view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  });
  document.title = `${view[0].toUpperCase()}${view.slice(1)} · Tollgate`;
  VIEWS[view].tick();
}

function showLink() {
  const words = {
    connecting: 'Connecting', live: 'Live', polling: 'Asking every few seconds', offline: 'Offline', refused: 'Trouble',
  };
  find('#link').dataset.link = state.link;
  setText(find('#link-text'), words[state.link]);
  const trouble = find('#trouble');
  trouble.hidden = state.link !== 'offline' && state.link !== 'refused';
  if (trouble.hidden) return;
  const asOf = state.asOf ? `What you see is as of ${time(state.asOf)}.` : 'There is nothing to show yet.';
  const why = state.link === 'offline' ? `Tollgate does not answer at ${location.host}. Is ./tollgate streams (or up) running there?` : `Tollgate says: ${state.trouble.message}.`;
  trouble.replaceChildren(`${why} ${asOf} Trying again by itself. `, make('button', { type: 'button', onclick: retry }, 'Try now'));
}

function showCounts() {
  for (const badge of document.querySelectorAll('[data-count]')) {
    const size = state[badge.dataset.count].size ?? state[badge.dataset.count].length;
    setText(badge, state.loaded ? count(size) : '');
  }
}

function help() {
  const keys = make('input', {
    type: 'checkbox', id: 'keys', checked: localStorage.getItem(QUIET_KEYS) === null,
    onchange: event => (event.target.checked ? localStorage.removeItem(QUIET_KEYS) : localStorage.setItem(QUIET_KEYS, 'off')),
  });
  const name = make('input', { type: 'text', id: 'operator', value: operator(), autocomplete: 'off', oninput: event => setOperator(event.target.value.trim()) });
  const panel = sheet('Keyboard shortcuts',
    make('table', { class: 'keys' }, make('tbody', {}, SHORTCUTS.map(([key, does]) => make('tr', {}, make('th', { scope: 'row' }, make('kbd', {}, key)), make('td', {}, does))))),
    make('p', {}, make('label', {}, keys, ' Single letters work as shortcuts')),
    make('div', { class: 'field' }, make('label', { for: 'operator' }, 'Your name'), name,
      make('p', { class: 'hint' }, 'Written with each of your orders. Kept in this browser.')));
  if (hasToken()) {
    panel.append(make('footer', {}, make('button', { type: 'button', onclick: () => { forgetToken(); location.reload(); } }, 'Forget the token')));
  }
}

const SEARCHES = { calls: '#search', accounts: '#search-accounts', blacklist: '#search-blacklist' };

function pressed(event) {
  const isTyping = event.target.closest('input, select, textarea, dialog');
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (localStorage.getItem(QUIET_KEYS) !== null) return;
  const number = Object.keys(VIEWS)[Number(event.key) - 1];
  if (event.key === '?') help();
  else if (event.key === '/' && SEARCHES[view]) find(SEARCHES[view]).focus();
  else if (event.key === 'a') blacklist.add();
  else if (number) go(number);
  else return;
  event.preventDefault();
}

function go(name) {
  location.hash = name;
  route();
  VIEWS[name].focus();
}

onTokenNeeded(wasWrong => ask({
  title: 'This Tollgate asks for a token',
  intro: [make('p', {}, wasWrong ? 'The one that was given is not it.' : 'It is in TOLLGATE_API_TOKEN where Tollgate runs. It stays in this tab and is gone when that is closed.')],
  fields: [{ name: 'token', label: 'Token', type: 'password', required: true }],
  label: 'Go on',
  act: async ({ token }) => {
    if (token === '') throw Object.assign(new Error('A token, please.'), { field: 'token' });
    return token;
  },
}));

Object.values(VIEWS).forEach(each => each.open());
watch(['link'], showLink);
watch(['calls', 'accounts', 'entries', 'decisions', 'gateways'], showCounts);
addEventListener('hashchange', route);
addEventListener('keydown', pressed);
find('#help').addEventListener('click', help);
find('.skip').addEventListener('click', event => { event.preventDefault(); VIEWS[view].focus(); });
route();
start();
setInterval(() => {
  if (document.hidden) return;
  VIEWS[view].tick();
  if (view !== 'decisions') decisions.tick();
}, 1_000);
