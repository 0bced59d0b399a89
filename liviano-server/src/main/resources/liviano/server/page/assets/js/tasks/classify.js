// Classification: bars; pressing one shows where in the picture its class was seen.
import {drawHeat, heatPicture} from '../draw/heat.js';
import {announce, h, replace} from '../dom.js';
import {notice} from '../notice.js';
import {say, score} from '../text.js';
import {Bars} from './bars.js';

const MOST = 8;

/** @typedef {import('./bars.js').Category} Category */

/** @implements {import('./task.js').TaskView} */
export class ClassifyView {
  /** @param {import('./task.js').Bench} bench */
  constructor(bench) {
    this.bench = bench;
    this.task = 'classify';
    this.parameters = {maxResults: MOST};
    /** @type {{found: import('../draw/heat.js').ClassMap, heat: HTMLCanvasElement}|null} */
    this.map = null;
    this.asked = 0;
    this.bars = new Bars(say('classify.list'), (category) => this.explain(category));
    this.note = h('div', {class: 'count'}, say('classify.press'));
    this.element = h('div', {class: 'task-classify'}, this.note, this.bars.element);
  }

  clear() {
    this.forget();
    this.bars.show([]);
    replace(this.note);
  }

  /** @param {{categories: Category[]}} answer */
  show(answer) {
    this.forget();
    this.bars.show(answer.categories);
    replace(this.note, say('classify.press'));
  }

  forget() {
    this.asked++;
    this.map = null;
  }

  /** @param {Category|null} category whose heat map is shown */
  async explain(category) {
    this.forget();
    const asked = this.asked;
    replace(this.note, category ? say('explain.asks') : say('classify.press'));
    if (category) {
      try {
        const answer = await this.bench.ask('explain', {class: category.index});
        if (asked !== this.asked) {
          return; // another class was pressed meanwhile
        }
        const found = answer.classes[0];
        this.map = {found, heat: heatPicture(found)};
        replace(this.note, say('explain.seen', {label: category.label}));
        announce(this.note.textContent ?? '');
      } catch (e) {
        if (asked === this.asked) {
          this.bars.press(null);
          replace(this.note, notice(e, () => {
            this.bars.press(category.index);
            this.explain(category);
          }));
        }
      }
    }
    this.bench.redraw();
  }

  point() {}

  /** @type {import('../stage.js').Drawing} */
  draw(pen, scale) {
    if (this.map) {
      drawHeat(pen, this.map.heat, this.map.found, scale, 0.72);
    }
  }

  described() {
    return this.bars.categories.map((one) => `${one.label} ${score(one.score)}`).join(', ');
  }
}
