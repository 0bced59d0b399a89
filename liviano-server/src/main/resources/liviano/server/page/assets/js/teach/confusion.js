// What a taught model takes for what. Each count shows its pictures, which the page still has.
import {h, replace} from '../dom.js';
import {number, say, sayCount} from '../text.js';

/** Pictures shown of a count. */
const SHOWN = 60;

/**
 * @typedef {Object} Confusion rows: what it was; columns: what it was taken for
 * @property {string[]} labels
 * @property {number[][]} counts
 * @property {number[][][]} pictures places among the pictures that were sent
 */

/**
 * @param {Confusion} matrix
 * @param {{name: string, blob: Blob}[]} sent
 * @returns {HTMLElement}
 */
export function confusion({labels, counts, pictures}, sent) {
  const shown = new Shown();
  const cell = (/** @type {number} */ truth, /** @type {number} */ answer) => {
    const count = counts[truth][answer];
    const all = counts[truth].reduce((sum, one) => sum + one, 0);
    const element = h('td', {class: truth === answer ? 'right' : 'mixed'});
    element.style.setProperty('--share', `${all === 0 ? 0 : count / all * 70}%`);
    if (count === 0) {
      element.append('·');
      return element;
    }
    const words = sayCount('teach.cell', count, {truth: labels[truth], answer: labels[answer]});
    const button = h('button', {type: 'button', class: 'cell', 'aria-pressed': 'false',
      'aria-label': words, onclick: () =>
        shown.toggle(button, words, pictures[truth][answer].map((place) => sent[place]))},
    number(count));
    element.append(button);
    return element;
  };
  return h('div', {class: 'confusion'},
      h('div', {class: 'confusion-table', tabindex: '0', role: 'region',
        'aria-label': say('teach.confusion')},
      h('table', {},
          h('caption', {}, say('teach.confusion')),
          h('thead', {}, h('tr', {}, h('td', {}, say('teach.was-is')),
              labels.map((label) => h('th', {scope: 'col'}, label)))),
          h('tbody', {}, labels.map((label, truth) => h('tr', {},
              h('th', {scope: 'row'}, label), labels.map((_, answer) => cell(truth, answer))))))),
      h('p', {class: 'hint'}, say('teach.cells')),
      shown.element);
}

/** The pictures of the count that is pressed, if one is. */
class Shown {
  constructor() {
    /** @type {HTMLButtonElement|null} */
    this.pressed = null;
    this.element = h('div', {class: 'cell-pictures', hidden: true, 'aria-live': 'polite'});
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {import('../text.js').Said} words
   * @param {{name: string, blob: Blob}[]} pictures
   */
  toggle(button, words, pictures) {
    const again = this.pressed === button;
    this.pressed?.setAttribute('aria-pressed', 'false');
    this.pressed = again ? null : button;
    this.element.hidden = again;
    replace(this.element);
    if (!again) {
      button.setAttribute('aria-pressed', 'true');
      replace(this.element, h('p', {}, words), h('ul', {class: 'thumbs'},
          pictures.slice(0, SHOWN).map((picture) => h('li', {}, image(picture)))));
    }
  }
}

/** @param {{name: string, blob: Blob}} picture */
function image({name, blob}) {
  const address = URL.createObjectURL(blob);
  const forget = () => URL.revokeObjectURL(address);
  return h('img', {class: 'cell-picture', src: address, alt: name, title: name,
    onload: forget, onerror: forget});
}
