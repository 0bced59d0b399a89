// The tab that looks through the camera.
import {ask} from './api.js';
import {NoCamera} from './camera.js';
import {classColour, css} from './draw/colour.js';
import {boxesFrame, maskFrame} from './draw/frames.js';
import {isBackground} from './draw/mask.js';
import {h, icon, replace} from './dom.js';
import {LiveStage} from './livestage.js';
import {ModelPicker} from './modelpicker.js';
import {models} from './models.js';
import {notice} from './notice.js';
import {Bars} from './tasks/bars.js';
import {number, percent, say, score} from './text.js';
import {TimingBar} from './timing.js';

const TASKS = ['detect', 'segment', 'classify'];

/** Numbers beside the video change this often: more could not be read. */
const SHOWN_MS = 250;

/** Parameters of each task's question. */
const PARAMETERS = {
  detect: {scoreThreshold: 0.05, maxResults: 50}, segment: {mask: 'rle'}, classify: {maxResults: 5},
};

/** Camera, answers over it, and how fast they come. */
export class Live {
  constructor() {
    this.stage = new LiveStage();
    this.task = 'detect';
    this.shownAt = 0;
    this.pickers = TASKS.map((task) => ({task, picker: new ModelPicker(task)}));
    this.pickers.forEach(({task, picker}) => {
      // The tab of the task has a choice of its own: two elements must not share an id.
      picker.select.id = `live-model-${task}`;
      picker.element.querySelector('label')?.setAttribute('for', picker.select.id);
    });
    this.timing = new TimingBar();
    this.trouble = h('div', {class: 'trouble'});
    this.rate = h('p', {class: 'rate'});
    this.bars = new Bars(say('classify.list'));
    this.legend = h('ul', {class: 'found', 'aria-label': say('live.list')});
    this.build();
    models.addEventListener('change', () => this.stage.show(null, ''));
  }

  build() {
    this.startButton = h('button', {type: 'button', class: 'button primary',
      'data-live': 'start', onclick: () => this.start()}, icon('camera'), say('live.start'));
    this.stopButton = h('button', {type: 'button', class: 'button', hidden: true,
      'data-live': 'stop', onclick: () => this.stop()}, say('live.stop'));
    this.device = h('select', {id: 'live-device', onchange: () => this.start(this.device.value)});
    this.deviceRow = h('div', {class: 'picker-row', hidden: true},
        h('label', {for: 'live-device'}, say('live.device')), this.device);
    this.mirror = h('input', {type: 'checkbox', id: 'live-mirror', checked: true,
      onchange: () => this.stage.mirror(this.mirror.checked)});
    this.shown = h('output', {for: 'live-threshold'}, percent(0.4));
    this.threshold = h('input', {type: 'range', id: 'live-threshold', min: 5, max: 95, step: 1,
      value: '40', oninput: () => this.shown.textContent = percent(this.least)});
    this.thresholdRow = h('div', {class: 'slider'},
        h('label', {for: 'live-threshold'}, say('threshold')), this.threshold, this.shown);
    this.empty = h('div', {class: 'empty'}, icon('camera'),
        h('p', {class: 'empty-title'}, say('live.title')),
        h('p', {class: 'hint'}, say('live.intro')), this.startButton);
    this.stage.element.hidden = true;
    this.element = h('div', {class: 'bench'},
        h('section', {class: 'bench-picture', 'aria-label': say('live.picture')},
            h('div', {class: 'picture-area'}, this.empty, this.stage.element),
            h('div', {class: 'strip'}, this.stopButton, this.rate)),
        h('section', {class: 'bench-side card', 'aria-label': say('answer')},
            this.taskChoice(), this.pickers.map(({picker}) => picker.element),
            this.deviceRow,
            h('div', {class: 'check'}, this.mirror,
                h('label', {for: 'live-mirror'}, say('live.mirror'))),
            this.thresholdRow, this.trouble, this.legend, this.bars.element,
            this.timing.element));
    this.choose('detect');
  }

  taskChoice() {
    return h('fieldset', {class: 'segmented'},
        h('legend', {class: 'unseen'}, say('live.task')),
        TASKS.map((task) => [
          h('input', {type: 'radio', name: 'live-task', id: `live-${task}`, value: task,
            checked: task === 'detect', onchange: () => this.choose(task)}),
          h('label', {for: `live-${task}`}, say(`tab.${task}`))]));
  }

  /** @param {string} task */
  choose(task) {
    this.task = task;
    this.pickers.forEach((one) => one.picker.element.hidden = one.task !== task);
    this.thresholdRow.hidden = task !== 'detect';
    this.legend.hidden = task === 'classify';
    this.bars.element.hidden = task !== 'classify';
    this.stage.show(null, '');
    replace(this.legend);
    this.bars.show([]);
    if (models.chosen(task)) {
      replace(this.trouble);
    }
  }

  get least() {
    return Number(this.threshold.value) / 100;
  }

  /** @param {string} [device] */
  async start(device) {
    replace(this.trouble);
    this.startButton.disabled = true;
    try {
      await this.stage.start(device);
      if (!this.stage.camera.isOn) {
        return;
      }
      this.empty.hidden = true;
      this.stage.element.hidden = false;
      this.stopButton.hidden = false;
      await this.listDevices();
      this.startButton.disabled = false;
      await this.stage.run(() => this.side(), (picture) => this.ask(picture),
          (found) => this.show(found));
    } catch (e) {
      this.stop();
      replace(this.trouble, e instanceof NoCamera
        ? h('div', {class: 'notice', role: 'alert'},
            h('strong', {}, say(`camera.${e.reason}`)),
            h('p', {}, say(`camera.${e.reason}.advice`)))
        : notice(e, () => this.start(device)));
    } finally {
      this.startButton.disabled = false;
    }
  }

  /** Whether the camera is on or off, nothing of it is left. */
  stop() {
    this.stage.stop();
    this.stage.element.hidden = true;
    this.empty.hidden = false;
    this.stopButton.hidden = true;
    this.timing.hide();
    replace(this.rate);
    replace(this.legend);
  }

  async listDevices() {
    const devices = await this.stage.camera.devices();
    replace(this.device, devices.map(({id, label}, i) =>
      h('option', {value: id}, label || say('live.device.unnamed', {number: i + 1}))));
    this.device.value = this.stage.camera.device ?? '';
    this.deviceRow.hidden = devices.length < 2;
  }

  /** The shorter side of what a model looks at, in pixels. */
  side() {
    const model = models.chosen(this.task);
    return Math.max(64, Math.min(model?.width || 320, model?.height || 320));
  }

  /** @param {Blob} picture */
  async ask(picture) {
    const task = this.task;
    const model = models.chosen(task);
    if (!model) {
      await new Promise((resolve) => setTimeout(resolve, SHOWN_MS));
      return {task: '', answer: null, timing: []};
    }
    const {answer, timing} = await ask(task, picture, {model: model.name, ...PARAMETERS[task]});
    return {task, answer, timing};
  }

  /** @param {{task: string, answer: any, timing: import('./api.js').Timing}} found */
  show({task, answer, timing}) {
    if (task !== this.task) {
      return; // another was chosen meanwhile
    }
    const numbers = performance.now() - this.shownAt >= SHOWN_MS;
    if (task === 'detect') {
      const kept = answer.detections.filter((/** @type {any} */ d) => d.score >= this.least);
      this.stage.show(boxesFrame(answer, kept), kept.map(
          (/** @type {any} */ d) => d.label).join(', '));
      if (numbers) {
        this.list(kept.map((/** @type {any} */ d) => [d.label, d.score, d.categoryId]));
      }
    } else if (task === 'segment') {
      this.stage.show(maskFrame(answer), answer.classes.map(
          (/** @type {any} */ c) => c.label).join(', '));
      if (numbers) {
        this.list(answer.classes.map((/** @type {any} */ c) => [c.label, c.share, isBackground(c) ? null : c.index]));
      }
    } else if (numbers) {
      this.bars.show(answer.categories);
    }
    if (numbers) {
      this.shownAt = performance.now();
      this.timing.show(timing);
      replace(this.rate, say('live.rate', {rate: number(this.stage.rate.perSecond, 1)}));
    }
  }

  /** @param {[string, number, number|null][]} rows label, share, and class that is coloured */
  list(rows) {
    replace(this.legend, rows.slice(0, 8).map(([label, share, id]) => {
      const swatch = h('span', {class: 'swatch', 'aria-hidden': 'true'});
      if (id !== null) {
        swatch.style.background = css(classColour(id));
      }
      return h('li', {}, h('div', {class: 'row'}, swatch,
          h('span', {class: 'row-name'}, label),
          h('span', {class: 'row-score'}, score(share))));
    }));
  }
}
