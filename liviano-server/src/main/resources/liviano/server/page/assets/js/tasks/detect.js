// Detection: boxes in the picture and a list beside it, joined; a threshold that asks nothing anew.
import {boxAt, drawBoxes} from '../draw/boxes.js';
import {classColour, css} from '../draw/colour.js';
import {h, replace} from '../dom.js';
import {percent, say, sayCount, score} from '../text.js';

/** All that is asked for; the slider shows what lies above it. */
const LOWEST = 0.05;
const MOST = 100;

/** @typedef {import('../draw/boxes.js').Detection} Detection */

/** @implements {import('./task.js').TaskView} */
export class DetectView {
  /** @param {import('./task.js').Bench} bench */
  constructor(bench) {
    this.bench = bench;
    this.task = 'detect';
    this.parameters = {scoreThreshold: LOWEST, maxResults: MOST};
    /** @type {Detection[]} */
    this.all = [];
    /** @type {Detection|null} */
    this.active = null;
    this.answered = false;
    this.shown = h('output', {for: 'threshold'});
    this.slider = h('input', {
      type: 'range', id: 'threshold', min: LOWEST * 100, max: 95, step: 1, value: '40',
      oninput: () => this.update(),
    });
    this.list = h('ul', {class: 'found', 'aria-label': say('detect.list')});
    this.count = h('p', {class: 'count'});
    this.element = h('div', {class: 'task-detect'},
        h('div', {class: 'slider'},
            h('label', {for: 'threshold'}, say('threshold')), this.slider, this.shown),
        this.count, this.list);
    this.update();
  }

  clear() {
    this.all = [];
    this.answered = false;
    this.update();
  }

  /** @param {{detections: Detection[]}} answer */
  show(answer) {
    this.all = answer.detections;
    this.answered = true;
    this.update();
  }

  /** @returns {Detection[]} above the threshold */
  get kept() {
    return this.all.filter((detection) => detection.score >= this.threshold);
  }

  get threshold() {
    return Number(this.slider.value) / 100;
  }

  update() {
    this.active = null;
    this.shown.textContent = percent(this.threshold);
    this.slider.setAttribute('aria-valuetext', percent(this.threshold));
    replace(this.list, this.kept.map((detection) => this.item(detection)));
    replace(this.count, this.answered ? this.counted() : '');
    this.bench.redraw();
  }

  counted() {
    const hidden = this.all.length - this.kept.length;
    const found = this.kept.length === 0
      ? say('detect.nothing') : sayCount('detect.count', this.kept.length);
    return hidden === 0 ? found : [found, ' ', sayCount('detect.hidden', hidden)];
  }

  /** @param {Detection} detection */
  item(detection) {
    const swatch = h('span', {class: 'swatch', 'aria-hidden': 'true'});
    swatch.style.background = css(classColour(detection.categoryId));
    const activate = () => this.activate(detection);
    const release = () => this.activate(null);
    return h('li', {},
        h('button', {
          type: 'button', class: 'row', onpointerenter: activate, onpointerleave: release,
          onfocus: activate, onblur: release,
        }, swatch, h('span', {class: 'row-name'}, detection.label),
        h('span', {class: 'row-score'}, score(detection.score))));
  }

  /** @param {Detection|null} detection pointed at, in the list or in the picture */
  activate(detection) {
    if (detection === this.active) {
      return;
    }
    this.active = detection;
    this.kept.forEach((other, i) =>
      this.list.children[i].classList.toggle('active', other === detection));
    this.bench.redraw();
  }

  /**
   * @param {number|null} x
   * @param {number|null} y
   */
  point(x, y) {
    this.activate(x === null || y === null ? null : boxAt(this.kept, x, y));
  }

  /** @type {import('../stage.js').Drawing} */
  draw(pen, scale) {
    drawBoxes(pen, this.kept, scale, this.active);
  }

  described() {
    const kept = this.kept;
    return kept.length === 0
      ? String(say('detect.nothing'))
      : kept.map((detection) => `${detection.label} ${score(detection.score)}`).join(', ');
  }
}
