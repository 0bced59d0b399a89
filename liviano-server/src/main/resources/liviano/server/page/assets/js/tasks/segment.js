// Segmentation: a mask over the picture, its legend, and the class under the pointer.
import {classColour, css} from '../draw/colour.js';
import {isBackground, Mask} from '../draw/mask.js';
import {h, replace} from '../dom.js';
import {percent, say, score} from '../text.js';

/** @typedef {import('../draw/mask.js').Area} Area */

/** @implements {import('./task.js').TaskView} */
export class SegmentView {
  /** @param {import('./task.js').Bench} bench */
  constructor(bench) {
    this.bench = bench;
    this.task = 'segment';
    this.parameters = {mask: 'rle'};
    /** @type {Area[]} */
    this.areas = [];
    /** @type {Mask|null} */
    this.mask = null;
    /** @type {HTMLCanvasElement|null} */
    this.tint = null;
    /** @type {number|null} */
    this.active = null;
    this.shown = h('output', {for: 'opacity'});
    this.slider = h('input', {
      type: 'range', id: 'opacity', min: 0, max: 100, step: 1, value: '55',
      oninput: () => this.update(),
    });
    this.list = h('ul', {class: 'found legend', 'aria-label': say('segment.legend')});
    this.under = h('p', {class: 'count', id: 'under-pointer'}, say('segment.point'));
    this.element = h('div', {class: 'task-segment'},
        h('div', {class: 'slider'},
            h('label', {for: 'opacity'}, say('opacity')), this.slider, this.shown),
        this.under, this.list);
    this.update();
  }

  clear() {
    this.areas = [];
    this.mask = null;
    replace(this.list);
    this.update();
  }

  /** @param {{classes: Area[]}} answer */
  show(answer) {
    this.areas = [...answer.classes].sort((a, b) => b.share - a.share);
    this.mask = this.areas.length > 0 ? new Mask(this.areas) : null;
    replace(this.list, this.areas.map((area) => this.item(area)));
    this.activate(null, true);
  }

  /** @param {Area} area */
  item(area) {
    const swatch = h('span', {class: 'swatch', 'aria-hidden': 'true'});
    if (!isBackground(area)) {
      swatch.style.background = css(classColour(area.index));
    }
    const activate = () => this.activate(area.index);
    const release = () => this.activate(null);
    return h('li', {},
        h('button', {
          type: 'button', class: 'row', onpointerenter: activate, onpointerleave: release,
          onfocus: activate, onblur: release,
        }, swatch, h('span', {class: 'row-name'}, area.label),
        h('span', {class: 'row-score'}, score(area.share))));
  }

  /**
   * @param {number|null} index of the class pointed at
   * @param {boolean} [anew]
   */
  activate(index, anew = false) {
    if (index === this.active && !anew) {
      return;
    }
    this.active = index;
    this.areas.forEach((area, i) =>
      this.list.children[i].classList.toggle('active', area.index === index));
    const area = this.areas.find((one) => one.index === index);
    replace(this.under, area
      ? say('segment.under', {label: area.label, share: () => score(area.share)})
      : say('segment.point'));
    this.update();
  }

  update() {
    const opacity = Number(this.slider.value) / 100;
    this.shown.textContent = percent(opacity);
    this.slider.setAttribute('aria-valuetext', percent(opacity));
    this.tint = this.mask && this.mask.tint((index) => {
      const area = this.areas.find((one) => one.index === index);
      if (!area || isBackground(area)) {
        return 0;
      }
      return this.active === null || this.active === index ? opacity : opacity * 0.25;
    });
    this.bench.redraw();
  }

  /**
   * @param {number|null} x
   * @param {number|null} y
   */
  point(x, y) {
    this.activate(x === null || y === null || !this.mask ? null : this.mask.at(x, y));
  }

  /** @type {import('../stage.js').Drawing} */
  draw(pen) {
    if (this.tint) {
      pen.drawImage(this.tint, 0, 0, pen.canvas.width, pen.canvas.height);
    }
  }

  described() {
    return this.areas.map((area) => `${area.label} ${score(area.share)}`).join(', ');
  }
}
