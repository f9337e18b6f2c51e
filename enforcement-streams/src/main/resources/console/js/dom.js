// The only place that makes elements. Text always goes in as text: names and numbers come from strangers.

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

export const make = (tag, properties, ...children) => fill(document.createElement(tag), properties, children);

export const draw = (tag, properties, ...children) => fill(document.createElementNS(SVG, tag), properties, children);

export const find = selector => document.querySelector(selector);

/** Writes only what is new: an unchanged row costs no layout. */
export function setText(node, text) {
  if (node.shown !== text) {
    node.shown = text;
    node.textContent = text;
  }
}

export function setClass(node, name) {
  if (node.className !== name) node.className = name;
}

export function setAttribute(node, name, value) {
  const text = String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}
