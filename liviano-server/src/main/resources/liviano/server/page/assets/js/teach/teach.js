// The tab that teaches classes of one's own.
import {callJson, Problem} from '../api.js';
import {Camera, NoCamera} from '../camera.js';
import {announce, h, icon, replace} from '../dom.js';
import {ModelPicker} from '../modelpicker.js';
import {models} from '../models.js';
import {notice} from '../notice.js';
import {NotAPicture} from '../source.js';
import {say, sayCount} from '../text.js';
import {ExampleClass} from './examples.js';
import {outcome} from './outcome.js';
import {Tryout} from './tryout.js';

/** Between two pictures of a recording, in milliseconds: faster ones would be nearly the same. */
const RECORD_MS = 150;

/** Shorter side of recorded pictures. */
const RECORD_SIDE = 360;

/** Classes, the button, and what comes of it. */
export class Teach {
  constructor() {
    /** @type {ExampleClass[]} */
    this.classes = [];
    this.video = h('video', {playsinline: true, 'aria-hidden': 'true', tabindex: '-1'});
    this.video.muted = true;
    this.camera = new Camera(this.video);
    /** @type {AbortController|null} */
    this.teaching = null;
    /** @type {Tryout|null} */
    this.tryout = null;
    this.build();
    this.addClass();
    this.addClass();
    models.addEventListener('change', () => this.changed());
  }

  build() {
    this.picker = new ModelPicker('embed', 'base');
    replace(
        /** @type {Element} */ (this.picker.element.querySelector('label')), say('teach.base'));
    this.cards = h('div', {class: 'class-cards'});
    this.trouble = h('div', {class: 'trouble'});
    this.result = h('div', {class: 'result', 'aria-live': 'polite'});
    this.button = h('button', {type: 'button', class: 'button primary', 'data-teach': true,
      onclick: () => this.teach()}, say('teach'));
    this.cancel = h('button', {type: 'button', class: 'quiet', hidden: true,
      onclick: () => this.teaching?.abort()}, say('cancel'));
    this.progress = h('progress', {hidden: true, 'aria-label': say('teach.runs')});
    this.need = h('p', {class: 'hint', id: 'teach-need'});
    this.button.setAttribute('aria-describedby', 'teach-need');
    this.element = h('div', {class: 'teach'},
        h('section', {class: 'teach-classes', 'aria-label': say('teach.classes')},
            h('p', {class: 'intro'}, say('teach.intro')), this.cards,
            h('button', {type: 'button', class: 'add-class', onclick: () => {
              this.addClass().field.focus();
            }}, icon('plus'), say('teach.add-class'))),
        h('section', {class: 'teach-side card', 'aria-label': say('teach.result')},
            this.picker.element,
            h('div', {class: 'actions'}, this.button, this.cancel),
            this.progress, this.need, this.trouble, this.result));
  }

  addClass() {
    const card = new ExampleClass(String(say('teach.class-n', {n: this.classes.length + 1})), {
      changed: () => this.changed(),
      remove: (gone) => this.removeClass(gone),
      record: (chosen, pressed) => this.record(chosen, pressed),
      tell: (error) => this.tell(error),
    });
    this.classes.push(card);
    this.cards.append(card.element);
    this.changed();
    return card;
  }

  /** @param {ExampleClass} card */
  removeClass(card) {
    if (card.isRecording) {
      this.record(card, false);
    }
    card.clear();
    this.classes = this.classes.filter((other) => other !== card);
    card.element.remove();
    this.changed();
  }

  /**
   * Pictures that were dropped: on a class they are that class's, else the first empty one's.
   *
   * @param {File[]} files
   * @param {EventTarget|null} at
   */
  takeFiles(files, at) {
    const card = this.classes.find(({element}) => at instanceof Node && element.contains(at))
      ?? this.classes.find(({examples}) => examples.length === 0) ?? this.addClass();
    return card.takeFiles(files);
  }

  /** @returns {import('../text.js').Said|null} what is missing before it can be taught */
  get missing() {
    if (!models.mayTeach) {
      return say('teach.may-not');
    }
    if (!models.chosen('embed', 'base')) {
      return say('teach.need-model');
    }
    const names = this.classes.map(({name}) => name);
    if (names.some((name) => name === '')) {
      return say('teach.need-names');
    }
    if (new Set(names).size < names.length) {
      return say('teach.need-different');
    }
    if (this.classes.length < 2 || this.classes.some(({examples}) => examples.length < 2)) {
      return say('teach.need');
    }
    if (this.pictures > models.limits.pictures) {
      return say('teach.too-many', {most: models.limits.pictures});
    }
    const bytes = this.classes.flatMap(({examples}) => examples)
        .reduce((sum, {blob}) => sum + blob.size, 0);
    return bytes > models.limits.bytes ? say('teach.too-large') : null;
  }

  get pictures() {
    return this.classes.reduce((sum, {examples}) => sum + examples.length, 0);
  }

  changed() {
    if (this.need) {
      const missing = this.missing;
      this.button.disabled = missing !== null || this.teaching !== null;
      replace(this.need, missing ?? sayCount('teach.ready', this.pictures));
    }
  }

  /**
   * @param {ExampleClass} card
   * @param {boolean} wanted
   */
  async record(card, wanted) {
    this.classes.filter((other) => other.isRecording).forEach((other) => other.showRecording(false));
    this.camera.stop();
    if (!wanted) {
      return;
    }
    this.tryout?.stop();
    card.showRecording(true);
    card.viewfinder.append(this.video);
    try {
      await this.camera.start();
      for (let last = 0; await this.camera.next() && card.isRecording;) {
        const now = performance.now();
        if (now - last >= RECORD_MS) {
          last = now;
          const blob = await this.camera.picture(RECORD_SIDE);
          await card.add(`${card.examples.length + 1}.jpg`, blob, this.camera.frame);
        }
      }
    } catch (e) {
      card.showRecording(false);
      this.tell(e);
    }
  }

  /** @param {unknown} error */
  tell(error) {
    replace(this.trouble, error instanceof NoCamera
      ? h('div', {class: 'notice', role: 'alert'}, h('strong', {}, say(`camera.${error.reason}`)),
          h('p', {}, say(`camera.${error.reason}.advice`)))
      : notice(error, () => error instanceof NotAPicture || this.teach()));
  }

  async teach() {
    const base = models.chosen('embed', 'base');
    if (this.missing || !base || this.teaching) {
      return;
    }
    const teaching = this.teaching = new AbortController();
    this.still();
    this.busy(true);
    replace(this.trouble);
    replace(this.result);
    const sent = this.classes.flatMap(
        ({name, examples}) => examples.map((example) => ({...example, label: name})));
    const form = new FormData();
    sent.forEach(({label, blob, name}) => form.append(label, blob, name));
    try {
      const taught = await callJson(
          `v1/teach?base=${encodeURIComponent(base.name)}`,
          {method: 'POST', body: form, signal: teaching.signal});
      models.addTaught(taught.model, base);
      this.tryout = new Tryout(taught.model);
      replace(this.result, outcome(taught, sent, (error) => this.tell(error)), this.tryout.element);
      announce(String(say('teach.done')));
    } catch (e) {
      if (!teaching.signal.aborted) {
        this.tell(e instanceof Problem && e.kind === 'busy'
          ? new Problem('failed', e.message) : e);
      }
    } finally {
      this.teaching = null;
      this.busy(false);
    }
  }

  /** @param {boolean} busy */
  busy(busy) {
    this.progress.hidden = !busy;
    this.cancel.hidden = !busy;
    this.changed();
    if (busy) {
      replace(this.need, sayCount('teach.running', this.pictures));
    }
  }

  /** No camera stays on behind another tab. */
  still() {
    this.classes.forEach((card) => card.showRecording(false));
    this.camera.stop();
    this.tryout?.stop();
  }
}
