// Explanation: heat maps of the likeliest classes, side by side, and one of them large.
import {drawHeat, heatPicture} from '../draw/heat.js';
import {h, replace} from '../dom.js';
import {percent, say, score} from '../text.js';

/** @implements {import('./task.js').TaskView} */
export class ExplainView {
  /** @param {import('./task.js').Bench} bench */
  constructor(bench) {
    this.bench = bench;
    this.task = 'explain';
    this.parameters = {maxResults: 4};
    /** @type {{found: import('../draw/heat.js').ClassMap, heat: HTMLCanvasElement}[]} */
    this.maps = [];
    this.active = 0;
    this.shown = h('output', {for: 'heat'});
    this.slider = h('input', {
      type: 'range', id: 'heat', min: 0, max: 100, step: 1, value: '72',
      oninput: () => this.update(),
    });
    this.list = h('ul', {class: 'maps', 'aria-label': say('explain.list')});
    this.element = h('div', {class: 'task-explain'},
        h('p', {class: 'count'}, say('explain.about')),
        h('div', {class: 'slider'},
            h('label', {for: 'heat'}, say('opacity')), this.slider, this.shown),
        this.list);
    this.update();
  }

  clear() {
    this.maps = [];
    replace(this.list);
    this.update();
  }

  /**
   * @param {{classes: import('../draw/heat.js').ClassMap[]}} answer
   * @param {import('../source.js').Source} source
   */
  show(answer, source) {
    this.maps = answer.classes.map((found) => ({found, heat: heatPicture(found)}));
    this.active = 0;
    replace(this.list, this.maps.map((map, i) => h('li', {},
        h('button', {type: 'button', class: 'map', onclick: () => {
          this.active = i;
          this.update();
        }}, this.small(map, source), h('span', {class: 'row-name'}, map.found.label),
        h('span', {class: 'row-score'}, score(map.found.score))))));
    this.update();
  }

  /**
   * @param {{found: import('../draw/heat.js').ClassMap, heat: HTMLCanvasElement}} map
   * @param {import('../source.js').Source} source
   */
  small(map, source) {
    const canvas = h('canvas', {'aria-hidden': 'true', width: 240,
      height: Math.max(1, Math.min(360, Math.round(240 * source.height / source.width)))});
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    pen.drawImage(source.bitmap, 0, 0, canvas.width, canvas.height);
    drawHeat(pen, map.heat, map.found,
        {x: canvas.width / source.width, y: canvas.height / source.height}, 0.72);
    return canvas;
  }

  update() {
    const opacity = Number(this.slider.value) / 100;
    this.shown.textContent = percent(opacity);
    this.slider.setAttribute('aria-valuetext', percent(opacity));
    [...this.list.querySelectorAll('button')].forEach((button, i) =>
      button.setAttribute('aria-pressed', String(i === this.active)));
    this.bench.redraw();
  }

  point() {}

  /** @type {import('../stage.js').Drawing} */
  draw(pen, scale) {
    const map = this.maps[this.active];
    if (map) {
      drawHeat(pen, map.heat, map.found, scale, Number(this.slider.value) / 100);
    }
  }

  described() {
    const map = this.maps[this.active];
    return map ? String(say('explain.seen', {label: map.found.label})) : '';
  }
}
