// Elements from plain calls. Text is always a text node: nothing that comes from a picture's name,
// a model or the server is ever read as markup.
import {Said, remember} from './text.js';

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element with its settings and children. Settings that begin with "on" are listeners, "class"
 * and other names are attributes; null, undefined and false leave a setting or a child out.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Object<string, any>} [settings]
 * @param {...(Node|string|number|Said|null|undefined|false|Array)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, settings = {}, ...children) {
  const element = document.createElement(tag);
  set(element, settings);
  fill(element, children);
  return element;
}

/**
 * Such as {@link h}, of SVG.
 *
 * @param {string} tag
 * @param {Object<string, any>} [settings]
 * @param {...Node} children
 * @returns {SVGElement}
 */
export function svg(tag, settings = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  set(element, settings);
  fill(element, children);
  return element;
}

/**
 * @param {Element} element
 * @param {Object<string, any>} settings
 */
export function set(element, settings) {
  for (const [name, value] of Object.entries(settings)) {
    if (name.startsWith('on') && typeof value === 'function') {
      element.addEventListener(name.slice(2), value);
    } else if (['hidden', 'disabled', 'checked', 'value', 'open', 'muted'].includes(name)) {
      /** @type {any} */ (element)[name] = value;
    } else if (value instanceof Said) {
      element.setAttribute(name, String(value));
      remember(element, name, value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
}

/**
 * Puts children where others were.
 *
 * @param {Element} element
 * @param {...any} children
 */
export function replace(element, ...children) {
  element.replaceChildren();
  fill(element, children);
}

/**
 * @param {Element} element
 * @param {Array} children
 */
function fill(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) {
      fill(element, child);
    } else if (child instanceof Said) {
      const text = document.createTextNode(String(child));
      remember(text, '', child);
      element.append(text);
    } else if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node ? child : String(child));
    }
  }
}

const ICONS = {
  sun: 'M12 4V2m0 20v-2m8-8h2M2 12h2m13.7-5.7 1.4-1.4M4.9 19.1l1.4-1.4m0-11.4L4.9 4.9m14.2 14.2-1.4-1.4M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0z',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z',
  picture: 'M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3L20 17M15.5 9.5h.01',
  code: 'm8 7-5 5 5 5m8-10 5 5-5 5',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  download: 'M12 4v11m-5-5 5 5 5-5M5 20h14',
  camera: 'M3 7h12v10H3zm12 4 6-3v8l-6-3z',
  plus: 'M12 5v14M5 12h14',
  close: 'm6 6 12 12M18 6 6 18',
  shield: 'M12 3 5 6v5c0 4.5 3 8 7 10 4-2 7-5.5 7-10V6z',
  check: 'm5 12.5 4.5 4.5L19 7.5',
};

/**
 * A small drawing beside text; screen readers pass over it.
 *
 * @param {keyof typeof ICONS} name
 * @returns {SVGElement}
 */
export function icon(name) {
  return svg(
      'svg', {viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true', focusable: 'false'},
      svg('path', {d: ICONS[name]}));
}

/** @param {string} say read aloud by screen readers, politely */
export function announce(say) {
  const region = document.getElementById('announcer');
  if (region) {
    region.textContent = say;
  }
}
