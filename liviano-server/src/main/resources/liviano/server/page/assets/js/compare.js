// Embedding: several pictures, sorted by how much they are like the one that is chosen.
import {ask} from './api.js';
import {announce, h, icon, replace} from './dom.js';
import {chooseButton, SAMPLES, sampleAddress} from './intake.js';
import {ModelPicker} from './modelpicker.js';
import {models} from './models.js';
import {notice} from './notice.js';
import {encoded, sample, sourceOf} from './source.js';
import {number, say, sayCount} from './text.js';
import {TimingBar} from './timing.js';
import {toolRow} from './tools.js';

/** Pictures kept on screen at once. */
const MOST = 200;
const THUMB = 320;

/**
 * @typedef {Object} Entry
 * @property {string} name
 * @property {Blob} blob
 * @property {string} thumb address of a small picture
 * @property {Float32Array|null} vector of length 1
 * @property {any} answer
 */

/** The tab that compares pictures. */
export class Compare {
  constructor() {
    /** @type {Entry[]} */
    this.entries = [];
    /** @type {Entry|null} */
    this.reference = null;
    this.working = false;
    this.picker = new ModelPicker('embed');
    this.model = models.chosen('embed')?.name;
    this.timing = new TimingBar();
    this.trouble = h('div', {class: 'trouble'});
    this.note = h('p', {class: 'count', role: 'status'});
    this.grid = h('ol', {class: 'likeness'});
    this.tools = toolRow(() => this.answered(), null);
    const take = (/** @type {File[]} */ files) => this.takeFiles(files);
    this.empty = h('div', {class: 'empty'}, icon('picture'),
        h('p', {class: 'empty-title'}, say('compare.drop')),
        h('p', {class: 'hint'}, say('embed.intro')),
        h('div', {class: 'actions'},
            chooseButton(say('choose.several'), true, take, 'button primary'),
            this.samplesButton()));
    this.bar = h('div', {class: 'actions', hidden: true},
        chooseButton(say('choose.more'), true, take), this.samplesButton(),
        h('button', {type: 'button', class: 'quiet', onclick: () => this.clear()}, say('clear')));
    this.element = h('div', {class: 'compare card'},
        this.picker.element, this.trouble, this.empty, this.bar, this.note, this.grid,
        this.timing.element, this.tools);
    models.addEventListener('change', () => this.modelChanged());
    this.update();
  }

  samplesButton() {
    return h('button', {type: 'button', class: 'button', 'data-samples': true,
      onclick: () => this.takeSamples()}, say('samples.all'));
  }

  /** @param {File[]} files */
  async takeFiles(files) {
    for (const file of files.slice(0, MOST - this.entries.length)) {
      try {
        await this.add(await sourceOf(file, file.name || 'pasted.png'));
      } catch (e) {
        replace(this.trouble, notice(e, () => replace(this.trouble)));
      }
    }
    await this.work();
  }

  async takeSamples() {
    const there = new Set(this.entries.map((entry) => entry.name));
    for (const name of SAMPLES.filter((one) => !there.has(`${one}.png`))) {
      await this.add(await sample(sampleAddress(name)));
    }
    await this.work();
  }

  /** @param {import('./source.js').Source} source */
  async add(source) {
    const thumb = URL.createObjectURL(await encoded(source.bitmap, 'image/jpeg', THUMB));
    source.bitmap.close();
    this.entries.push(
        {name: source.name, blob: source.blob, thumb, vector: null, answer: null});
    this.reference ??= this.entries[0];
    this.update();
  }

  clear() {
    this.entries.forEach((entry) => URL.revokeObjectURL(entry.thumb));
    this.entries = [];
    this.reference = null;
    replace(this.trouble);
    this.timing.hide();
    this.update();
  }

  modelChanged() {
    const name = models.chosen('embed')?.name;
    if (name !== this.model) {
      this.model = name;
      this.entries.forEach((entry) => entry.vector = null);
      this.work();
    }
  }

  /** Asks for the numbers of all pictures that have none, one after the other. */
  async work() {
    if (this.working) {
      return;
    }
    this.working = true;
    replace(this.trouble);
    try {
      for (;;) {
        const entry = this.entries.find((one) => one.vector === null);
        const model = this.model;
        if (!entry || !model) {
          break;
        }
        const {answer, timing} = await ask('embed', entry.blob, {model, unitLength: 'true'});
        if (model === this.model) {
          entry.vector = Float32Array.from(answer.embedding);
          entry.answer = answer;
          this.timing.show(timing);
          this.update();
        }
      }
      announce(this.note.textContent ?? '');
    } catch (e) {
      replace(this.trouble, notice(e, () => this.work()));
    } finally {
      this.working = false;
    }
  }

  /** @returns {{entry: Entry, like: number|null}[]} the reference first, then the likest */
  sorted() {
    const base = this.reference?.vector;
    return this.entries
        .map((entry) => ({
          entry, like: base && entry.vector ? cosine(base, entry.vector) : null,
        }))
        .sort((a, b) => rank(b, this.reference) - rank(a, this.reference));
  }

  update() {
    const some = this.entries.length > 0;
    this.empty.hidden = some;
    this.bar.hidden = !some;
    this.tools.hidden = !this.reference?.answer;
    replace(this.note, some
      ? sayCount('compare.count', this.entries.length) : '');
    const focused = document.activeElement instanceof HTMLElement
      ? document.activeElement.dataset.entry : undefined;
    replace(this.grid, this.sorted().map(({entry, like}) => this.tile(entry, like)));
    if (focused !== undefined) {
      /** @type {HTMLElement|null} */ (
        this.grid.querySelector(`[data-entry="${focused}"]`))?.focus();
    }
  }

  /**
   * @param {Entry} entry
   * @param {number|null} like cosine to the reference
   */
  tile(entry, like) {
    const chosen = entry === this.reference;
    const fill = h('span', {class: 'bar-fill', 'aria-hidden': 'true'});
    fill.style.width = `${Math.max(0, like ?? 0) * 100}%`;
    return h('li', {}, h('button', {
      type: 'button', class: 'tile', 'aria-pressed': String(chosen),
      'data-entry': this.entries.indexOf(entry), onclick: () => {
        this.reference = entry;
        this.update();
        announce(String(say('compare.to', {name: entry.name})));
      },
    }, h('img', {src: entry.thumb, alt: ''}),
    h('span', {class: 'row-name'}, entry.name),
    h('span', {class: 'row-score'}, chosen ? say('compare.this')
      : like === null ? say('compare.waits') : number(like, 2)),
    h('span', {class: 'bar-track', 'aria-hidden': 'true'}, fill)));
  }

  answered() {
    return this.reference?.answer ? {
      task: 'embed', file: this.reference.name, answer: this.reference.answer,
      parameters: {model: this.model ?? '', unitLength: 'true'},
    } : null;
  }
}

/**
 * @param {{entry: Entry, like: number|null}} one
 * @param {Entry|null} reference
 */
function rank({entry, like}, reference) {
  return entry === reference ? 2 : like ?? -2;
}

/**
 * @param {Float32Array} a
 * @param {Float32Array} b
 */
function cosine(a, b) {
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  return dot / (Math.sqrt(aa * bb) || 1);
}
