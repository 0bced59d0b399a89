// One picture and the four tasks on it: what is shown large, what was found, what went wrong.
import {ask, Problem} from './api.js';
import {announce, h, icon, replace} from './dom.js';
import {chooseButton, sampleAddress, sampleStrip} from './intake.js';
import {ModelPicker} from './modelpicker.js';
import {models} from './models.js';
import {notice} from './notice.js';
import {blobOf, download, NotAPicture, sample, sourceOf, stem} from './source.js';
import {Stage} from './stage.js';
import {ClassifyView} from './tasks/classify.js';
import {DetectView} from './tasks/detect.js';
import {ExplainView} from './tasks/explain.js';
import {SegmentView} from './tasks/segment.js';
import {TimingBar} from './timing.js';
import {toolRow} from './tools.js';
import {say} from './text.js';

/** Below this an answer is there before a wait would be noticed. */
const PATIENCE_MS = 180;

/** @typedef {{answer: any, timing: import('./api.js').Timing}} Answer */

/** The picture, and the task that looks at it. */
export class Workbench {
  constructor() {
    const bench = {
      redraw: () => this.redraw(),
      ask: (/** @type {string} */ task, /** @type {Object<string, any>} */ parameters) =>
        this.askMore(task, parameters),
    };
    /** @type {import('./tasks/task.js').TaskView[]} */
    this.views = [
      new ClassifyView(bench), new DetectView(bench), new SegmentView(bench),
      new ExplainView(bench)];
    this.pickers = new Map(this.views.map(({task}) => [task, new ModelPicker(task)]));
    this.view = this.views[0];
    /** @type {import('./source.js').Source|null} */
    this.source = null;
    /** @type {Map<string, Answer>} answers about this picture, by task and model */
    this.answers = new Map();
    /** @type {AbortController|null} */
    this.asking = null;
    this.taking = 0;
    /** @type {import('./tools.js').Answered|null} */
    this.answered = null;
    this.build();
    models.addEventListener('change', () => this.source && this.look());
  }

  build() {
    this.stage = new Stage((x, y) => this.view.point(x, y));
    this.timing = new TimingBar();
    this.trouble = h('div', {class: 'trouble'});
    this.tools = toolRow(() => this.answered, () => this.save());
    this.tools.hidden = true;
    this.side = h('div', {class: 'found-area'});
    const take = (/** @type {File[]} */ files) => this.takeFile(files[0]);
    this.empty = h('div', {class: 'empty'},
        icon('picture'),
        h('p', {class: 'empty-title'}, say('drop')),
        h('p', {class: 'hint'}, say('drop.or')),
        chooseButton(say('choose'), false, take, 'button primary'));
    this.pictureArea = h('div', {class: 'picture-area'}, this.empty, this.stage.element);
    this.another = chooseButton(say('choose.another'), false, take, 'quiet');
    this.another.hidden = true;
    this.invitation = h('span', {class: 'hint'}, say('samples.try'));
    this.element = h('div', {class: 'bench'},
        h('section', {class: 'bench-picture', 'aria-label': say('picture')},
            this.pictureArea,
            h('div', {class: 'strip'},
                this.invitation,
                sampleStrip((name) => this.takeSample(name)), this.another)),
        h('section', {class: 'bench-side card', 'aria-label': say('answer')},
            [...this.pickers.values()].map((picker) => picker.element),
            this.trouble, this.side, this.timing.element, this.tools));
  }

  /** @param {string} task */
  select(task) {
    this.view = this.views.find((view) => view.task === task) ?? this.views[0];
    for (const [name, picker] of this.pickers) {
      picker.element.hidden = name !== this.view.task;
    }
    if (this.source) {
      this.look();
    } else {
      replace(this.side, h('p', {class: 'hint about'}, say(`${this.view.task}.intro`)));
    }
  }

  redraw() {
    if (this.stage && this.source) {
      this.stage.draw((pen, scale) => this.view.draw(pen, scale), this.view.described());
    }
  }

  /** @param {string} name */
  takeSample(name) {
    return this.take(() => sample(sampleAddress(name)));
  }

  /** @param {File} file */
  takeFile(file) {
    return this.take(() => sourceOf(file, file.name || 'pasted.png'));
  }

  /** @param {() => Promise<import('./source.js').Source>} read */
  async take(read) {
    const taking = ++this.taking;
    try {
      const source = await read();
      if (taking !== this.taking) {
        return;
      }
      this.source = source;
      this.answers.clear();
      this.stage.show(source);
      this.empty.hidden = true;
      this.another.hidden = false;
      this.invitation.hidden = true;
      await this.look();
    } catch (e) {
      if (taking === this.taking) {
        const problem = e instanceof NotAPicture ? e : new Problem('gone', '');
        this.tell(problem, () => this.take(read));
      }
    }
  }

  /** Asks the task's question about the picture, unless its answer is known. */
  async look() {
    this.asking?.abort();
    const {view, source} = this;
    const model = models.chosen(view.task);
    this.answered = null;
    this.tools.hidden = true;
    this.timing.hide();
    replace(this.trouble);
    view.clear();
    replace(this.side, view.element);
    this.redraw();
    if (!source || !model) {
      replace(this.side, h('p', {class: 'hint about'}, say(`${view.task}.intro`)));
      return;
    }
    const parameters = {model: model.name, ...view.parameters};
    const key = JSON.stringify([view.task, parameters]);
    const asking = this.asking = new AbortController();
    const waiting = setTimeout(() => this.pictureArea.classList.add('waiting'), PATIENCE_MS);
    this.element.setAttribute('aria-busy', 'true');
    try {
      const known = this.answers.get(key)
        ?? await ask(view.task, source.blob, parameters, asking.signal);
      if (asking !== this.asking) {
        return;
      }
      this.answers.set(key, known);
      this.answered = {task: view.task, file: source.name, parameters, answer: known.answer};
      this.tools.hidden = false;
      this.timing.show(known.timing);
      view.show(known.answer, source);
      this.redraw();
      announce(view.described());
    } catch (e) {
      if (asking === this.asking && /** @type {Error} */ (e).name !== 'AbortError') {
        this.tell(e, () => this.look());
      }
    } finally {
      clearTimeout(waiting);
      if (asking === this.asking) {
        this.pictureArea.classList.remove('waiting');
        this.element.setAttribute('aria-busy', 'false');
      }
    }
  }

  /**
   * @param {string} task
   * @param {Object<string, string|number>} parameters
   */
  async askMore(task, parameters) {
    const source = /** @type {import('./source.js').Source} */ (this.source);
    const model = models.chosen(this.view.task);
    const all = {...(model && {model: model.name}), ...parameters};
    const {answer, timing} = await ask(task, source.blob, all, this.asking?.signal);
    this.answered = {task, file: source.name, parameters: all, answer};
    this.timing.show(timing);
    return answer;
  }

  /**
   * @param {unknown} error
   * @param {() => void} again
   */
  tell(error, again) {
    replace(this.trouble, notice(error, again));
  }

  async save() {
    if (this.source) {
      const blob = await blobOf(this.stage.whole(), 'image/png');
      download(blob, `${stem(this.source.name)}.${this.view.task}.png`);
    }
  }
}
