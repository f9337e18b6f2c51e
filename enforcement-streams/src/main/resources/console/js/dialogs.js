// Dialogs stand on the browser's own: it traps the focus, closes on Esc and gives the focus back.

import { find, make } from './dom.js';

function opened(dialog) {
  document.body.append(dialog);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
  dialog.showModal();
  return dialog;
}

const closer = () => make('button', { type: 'button', class: 'quiet close', 'aria-label': 'Close', onclick: event => event.target.closest('dialog').close() }, '✕');

/** Shows something until it is closed. */
export function sheet(title, ...content) {
  const id = `sheet-${Date.now()}`;
  return opened(make('dialog', { class: 'sheet', 'aria-labelledby': id },
    make('header', {}, make('h2', { id }, title), closer()), make('div', { class: 'body' }, content)));
}

/**
 * Asks, and does what was asked for: act(values) may refuse with an ApiError, which is shown at its field.
 * fields: {name, label, hint?, type?, options?, value?, required?}; gives act's answer, or null if it was cancelled.
 */
export function ask({ title, intro = [], fields = [], label, danger = false, act }) {
  const id = `ask-${Date.now()}`;
  const rows = fields.map(field => row(id, field));
  const problem = make('p', { class: 'problem', role: 'alert', hidden: true });
  const confirm = make('button', { type: 'submit', class: danger ? 'danger' : 'primary', autofocus: fields.length === 0 }, label);
  if (rows.length > 0) rows[0].input.setAttribute('autofocus', '');
  return new Promise(resolve => {
    let answer = null;
    const form = make('form', {
      method: 'dialog', novalidate: true,
      onsubmit: async event => {
        event.preventDefault();
        if (confirm.disabled) return;
        confirm.disabled = true;
        try {
          answer = await act(Object.fromEntries(rows.map(({ field, input }) => [field.name, input.value.trim()]))) ?? true;
          dialog.close();
        } catch (refused) {
          tell(refused);
        } finally {
          confirm.disabled = false;
        }
      },
    },
    make('header', {}, make('h2', { id }, title), closer()),
    make('div', { class: 'body' }, intro, rows.map(({ root }) => root), problem),
    make('footer', {}, make('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'), confirm));
    const tell = refused => {
      rows.forEach(({ input }) => input.removeAttribute('aria-invalid'));
      const at = rows.find(({ field }) => field.name === refused.field);
      problem.textContent = refused.message;
      problem.hidden = false;
      (at?.input ?? confirm).focus();
      at?.input.setAttribute('aria-invalid', 'true');
    };
    const dialog = opened(make('dialog', { 'aria-labelledby': id }, form));
    dialog.addEventListener('close', () => resolve(answer));
  });
}

function row(form, field) {
  const id = `${form}-${field.name}`;
  const properties = { id, name: field.name, required: field.required, autocomplete: 'off', 'aria-describedby': field.hint && `${id}-hint` };
  const input = field.options
    ? make('select', properties, field.options.map(([value, text]) => make('option', { value, selected: value === field.value }, text)))
    : make('input', { ...properties, type: field.type ?? 'text', value: field.value, inputmode: field.inputmode, spellcheck: 'false', autocapitalize: 'off' });
  const root = make('div', { class: 'field' }, make('label', { for: id }, field.label), input,
    field.hint && make('p', { class: 'hint', id: `${id}-hint` }, field.hint));
  return { field, input, root };
}

/** A word at the edge of the page, for a while. */
export function toast(text) {
  const note = make('p', {}, text);
  find('#toasts').append(note);
  setTimeout(() => note.remove(), 6_000);
}

/** Names and values, one under the other. */
export const facts = pairs => make('dl', { class: 'facts' }, pairs.filter(([, value]) => value !== null && value !== undefined && value !== '')
  .map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', {}, value))));
