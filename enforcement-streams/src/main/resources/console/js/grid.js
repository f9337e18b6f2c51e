// A list of any length as a grid: only the rows in sight exist. The keyboard's place is kept by the item, not by the
// line it happens to be on, so that an update never puts another call under the operator's hand.

import { make, setAttribute, setClass, setText } from './dom.js';

const OVERSCAN = 6;
const HOLD = 2_000; // under a moving pointer the order stays as it is

let grids = 0;

export class Grid {
  #items = [];
  #shown = [];
  #rows = [];
  #sort;
  #active = null;
  #pointed = -Infinity;
  #held = null;
  #id = `grid${grids++}`;

  /**
   * columns: {id, title, text(item) | draw(cell, item), sort(item)?, wide?}; key(item): a string;
   * mark(item): class of its row; open(item): Enter or a click; keys: {key: action(item)}.
   */
  constructor({ label, columns, key, sort, mark = () => '', open = () => {}, keys = {}, empty }) {
    Object.assign(this, { columns, key, mark, open, keys });
    this.#sort = sort;
    this.head = make('div', { role: 'row', class: 'line head', 'aria-rowindex': 1 }, columns.map(column => this.#title(column)));
    this.space = make('div', { class: 'space', role: 'rowgroup' });
    this.window = make('div', { class: 'window', role: 'presentation' }, this.space);
    this.empty = make('div', { class: 'empty', hidden: true }, empty());
    this.grid = make('div', {
      role: 'grid', class: `grid ${this.#id}`, tabindex: 0, 'aria-label': label, 'aria-colcount': columns.length, 'aria-readonly': 'true',
      onkeydown: event => this.#pressed(event),
    }, make('div', { role: 'rowgroup' }, this.head), this.window);
    this.root = make('div', { class: 'list' }, this.grid, this.empty);
    this.window.addEventListener('scroll', () => this.draw(), { passive: true });
    this.window.addEventListener('pointermove', () => { this.#pointed = performance.now(); }, { passive: true });
    this.window.addEventListener('click', event => this.#clicked(event));
    new ResizeObserver(() => this.draw()).observe(this.window);
    this.#order();
  }

  /** Shows these; waits with what is new while the pointer moves over the list. */
  show(items, now = false) {
    this.#items = items;
    const wait = HOLD - (performance.now() - this.#pointed);
    if (now || wait <= 0 || this.#shown.length === 0) {
      this.#order();
    } else {
      this.#held ??= setTimeout(() => { this.#held = null; this.show(this.#items); }, wait);
      this.draw();
    }
  }

  get active() {
    return this.#active === null ? null : this.#items.find(item => this.key(item) === this.#active) ?? null;
  }

  focus() {
    this.grid.focus();
  }

  #order() {
    const { sort: by } = this.columns.find(column => column.id === this.#sort.id);
    const turn = this.#sort.down ? -1 : 1;
    const keyed = this.#items.map(item => ({ item, by: by(item), key: this.key(item) }));
    keyed.sort((a, b) => (a.by < b.by ? -turn : a.by > b.by ? turn : a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    this.#shown = keyed.map(each => each.item);
    setAttribute(this.grid, 'aria-rowcount', this.#shown.length + 1);
    this.empty.hidden = this.#shown.length > 0;
    this.grid.classList.toggle('bare', this.#shown.length === 0);
    this.draw();
  }

  /** Draws the rows in sight, as they are now. */
  draw() {
    if (this.window.clientHeight === 0) return;
    const height = this.#height();
    this.space.style.height = `${this.#shown.length * height}px`;
    const first = Math.max(0, Math.floor(this.window.scrollTop / height) - OVERSCAN);
    const last = Math.min(this.#shown.length, Math.ceil((this.window.scrollTop + this.window.clientHeight) / height) + OVERSCAN);
    while (this.#rows.length < last - first) this.#rows.push(this.#row());
    let activeId = '';
    this.#rows.forEach((row, i) => {
      // Line n always has the same element: what stays in sight while scrolling is not written again.
      const size = this.#rows.length;
      const index = first + ((i - (first % size) + size) % size);
      row.root.hidden = index >= last;
      if (row.root.hidden) return;
      const item = this.#shown[index];
      if (this.#fill(row, item, index, height)) activeId = row.root.id;
    });
    if (activeId) setAttribute(this.grid, 'aria-activedescendant', activeId);
    else this.grid.removeAttribute('aria-activedescendant');
  }

  #fill(row, item, index, height) {
    const isActive = this.key(item) === this.#active;
    row.root.style.transform = `translateY(${index * height}px)`;
    setAttribute(row.root, 'aria-rowindex', index + 2);
    setAttribute(row.root, 'aria-selected', isActive);
    setClass(row.root, `line ${index % 2 ? 'odd' : ''} ${this.mark(item)}`);
    row.root.item = item;
    this.columns.forEach((column, i) => {
      if (column.draw) column.draw(row.cells[i], item);
      else setText(row.cells[i], column.text(item));
    });
    return isActive;
  }

  #row() {
    const cells = this.columns.map((column, i) => make('div', { role: 'gridcell', class: `cell ${column.id}`, 'aria-colindex': i + 1 }));
    const root = make('div', { role: 'row', id: `${this.#id}-${this.#rows.length}` }, cells);
    this.space.append(root);
    return { root, cells };
  }

  #title(column) {
    const cell = make('div', { role: 'columnheader', class: `cell ${column.id}` });
    if (!column.sort) {
      cell.append(column.title);
      return cell;
    }
    cell.append(make('button', { type: 'button', class: 'sort', onclick: () => this.#sortBy(column.id) }, column.title));
    if (this.#sort.id === column.id) cell.setAttribute('aria-sort', this.#sort.down ? 'descending' : 'ascending');
    return cell;
  }

  #sortBy(id) {
    this.#sort = { id, down: this.#sort.id === id ? !this.#sort.down : false };
    [...this.head.children].forEach((cell, i) => {
      if (this.columns[i].id === id) cell.setAttribute('aria-sort', this.#sort.down ? 'descending' : 'ascending');
      else cell.removeAttribute('aria-sort');
    });
    this.#order();
  }

  #height() {
    return parseFloat(getComputedStyle(this.space).getPropertyValue('--row'));
  }

  #clicked(event) {
    const row = event.target.closest('[role=row]');
    if (!row) return;
    this.#active = this.key(row.item);
    this.draw();
    const action = event.target.closest('[data-key]')?.dataset.key;
    if (action) this.keys[action](row.item);
    else this.open(row.item);
  }

  #pressed(event) {
    if (event.target !== this.grid || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(this.window.clientHeight / this.#height()) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const item = this.active;
    if (event.key in steps) this.#move(steps[event.key]);
    else if (event.key === 'Enter' && item) this.open(item);
    else if (this.keys[event.key] && item) this.keys[event.key](item);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #move(step) {
    if (this.#shown.length === 0) return;
    const at = this.#shown.findIndex(item => this.key(item) === this.#active);
    const to = at < 0 && Math.abs(step) !== Infinity ? 0 : Math.min(this.#shown.length - 1, Math.max(0, at + step));
    this.#active = this.key(this.#shown[to]);
    const height = this.#height();
    const top = to * height;
    if (top < this.window.scrollTop) this.window.scrollTop = top;
    else if (top + height > this.window.scrollTop + this.window.clientHeight) {
      this.window.scrollTop = top + height - this.window.clientHeight;
    }
    this.draw();
  }
}
