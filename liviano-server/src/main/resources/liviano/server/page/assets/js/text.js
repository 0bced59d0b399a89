// What the page says, in the reader's language; changed without loading anything again.
import {english} from './texts/en.js';
import {spanish} from './texts/es.js';
import {setting, keep} from './settings.js';

const LANGUAGES = {en: english, es: spanish};

let language = chosen();

/** Texts of the page: nodes and attributes that follow the language. */
const remembered = new WeakMap();

/** A text by its key, with what stands in its gaps; read anew whenever the language changes. */
export class Said {
  /**
   * @param {string} key
   * @param {Object<string, any>} gaps values by name, or functions that give them
   */
  constructor(key, gaps) {
    this.key = key;
    this.gaps = gaps;
  }

  toString() {
    const text = LANGUAGES[language][this.key];
    if (text === undefined) {
      throw new Error(`no text ${this.key}`);
    }
    return text.replace(/\{(\w+)\}/g, (_, name) => {
      const value = this.gaps[name];
      return String(typeof value === 'function' ? value() : value);
    });
  }
}

/**
 * @param {string} key of texts/en.js
 * @param {Object<string, any>} [gaps]
 * @returns {Said}
 */
export function say(key, gaps = {}) {
  return new Said(key, gaps);
}

/**
 * One of two texts, by number.
 *
 * @param {string} key of the text for many; the one for one ends in ".one"
 * @param {number} count
 * @param {Object<string, any>} [gaps] beside {count}
 */
export function sayCount(key, count, gaps = {}) {
  return say(count === 1 ? `${key}.one` : key, {count: () => number(count), ...gaps});
}

/** @returns {'en'|'es'} */
export function currentLanguage() {
  return language;
}

/** @param {'en'|'es'} wanted */
export function speak(wanted) {
  language = wanted;
  keep('language', wanted);
  document.documentElement.lang = wanted;
  relabel(document.body);
}

/**
 * @param {Node} node that shows a text or has it as an attribute
 * @param {string} attribute empty for the text itself
 * @param {Said} said
 */
export function remember(node, attribute, said) {
  const all = remembered.get(node) ?? new Map();
  all.set(attribute, said);
  remembered.set(node, all);
}

/** @param {Node} node */
function relabel(node) {
  for (const [attribute, said] of remembered.get(node) ?? []) {
    if (attribute) {
      /** @type {Element} */ (node).setAttribute(attribute, String(said));
    } else {
      node.textContent = String(said);
    }
  }
  node.childNodes.forEach(relabel);
}

/** @returns {'en'|'es'} */
function chosen() {
  const kept = setting('language');
  if (kept === 'en' || kept === 'es') {
    return kept;
  }
  return navigator.language.toLowerCase().startsWith('es') ? 'es' : 'en';
}

/**
 * @param {number} value
 * @param {number} [digits] after the point
 */
export function number(value, digits = 0) {
  return new Intl.NumberFormat(
      language, {minimumFractionDigits: digits, maximumFractionDigits: digits}).format(value);
}

/**
 * @param {number} share 0 to 1
 * @param {number} [digits]
 */
export function percent(share, digits = 0) {
  return new Intl.NumberFormat(
      language,
      {style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits})
      .format(share);
}

/**
 * A small share keeps a digit that says something.
 *
 * @param {number} share 0 to 1
 */
export function score(share) {
  return percent(share, share < 0.1 ? 1 : 0);
}

/** @param {number} bytes */
export function size(bytes) {
  return bytes < 1e6 ? `${number(bytes / 1e3)} kB` : `${number(bytes / 1e6, 1)} MB`;
}
