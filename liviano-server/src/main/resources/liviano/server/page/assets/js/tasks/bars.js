// Bars of classes with their scores; pressing one chooses it.
import {h, replace} from '../dom.js';
import {score} from '../text.js';

/** @typedef {{index: number, label: string, score: number}} Category */

/** A list of classes, the likeliest first. */
export class Bars {
  /**
   * @param {import('../text.js').Said} label
   * @param {(category: Category|null) => void} [choose] pressed, or released; nothing can be pressed without it
   */
  constructor(label, choose) {
    this.choose = choose;
    this.element = h('ul', {class: 'bars', 'aria-label': label});
    /** @type {Category[]} */
    this.categories = [];
  }

  /** @param {Category[]} categories */
  show(categories) {
    this.categories = categories;
    replace(this.element, categories.map((category) => this.bar(category)));
  }

  /** @param {Category} category */
  bar(category) {
    const fill = h('span', {class: 'bar-fill', 'aria-hidden': 'true'});
    fill.style.width = `${Math.max(0.5, Math.min(category.score, 1) * 100)}%`;
    const content = [
      h('span', {class: 'row-name'}, category.label),
      h('span', {class: 'row-score'}, score(category.score)),
      h('span', {class: 'bar-track', 'aria-hidden': 'true'}, fill)];
    const choose = this.choose;
    return h('li', {}, choose
      ? h('button', {type: 'button', class: 'bar', 'aria-pressed': 'false',
        'data-index': category.index, onclick: (/** @type {Event} */ event) => {
          const pressed = /** @type {Element} */ (event.currentTarget)
              .getAttribute('aria-pressed') === 'true';
          this.press(pressed ? null : category.index);
          choose(pressed ? null : category);
        }}, content)
      : h('div', {class: 'bar'}, content));
  }

  /** @param {number|null} index of the class that is chosen now */
  press(index) {
    for (const button of this.element.querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(button.dataset.index === String(index)));
    }
  }
}
