// A class to teach: its name and its pictures, from files or from the camera.
import {announce, h, icon, replace} from '../dom.js';
import {chooseButton} from '../intake.js';
import {encoded, sourceOf} from '../source.js';
import {say, sayCount} from '../text.js';

/** Larger pictures are sent smaller: the networks look at a few hundred pixels. */
const LONGEST = 640;
const THUMB = 96;

/** Pictures shown of a class; all are taught. */
const SHOWN = 60;

/** @typedef {{name: string, blob: Blob, thumb: string}} Example */

/** The card of one class. */
export class ExampleClass {
  /**
   * @param {string} name
   * @param {Object} house
   * @param {() => void} house.changed
   * @param {(card: ExampleClass) => void} house.remove
   * @param {(card: ExampleClass, pressed: boolean) => void} house.record
   * @param {(error: unknown) => void} house.tell
   */
  constructor(name, house) {
    this.house = house;
    /** @type {Example[]} */
    this.examples = [];
    this.field = h('input', {
      type: 'text', class: 'class-name', value: name, maxlength: 80, 'aria-label': say('teach.name'),
      oninput: () => house.changed(),
    });
    this.thumbs = h('ul', {class: 'thumbs', 'aria-label': say('teach.pictures')});
    this.count = h('p', {class: 'count', role: 'status'});
    this.clearButton = h('button', {type: 'button', class: 'quiet', onclick: () => this.clear()},
        say('clear'));
    this.viewfinder = h('div', {class: 'viewfinder', hidden: true});
    this.recordWords = h('span', {}, say('teach.record'));
    this.recordButton = h('button', {type: 'button', class: 'button record',
      'aria-pressed': 'false'}, icon('camera'), this.recordWords);
    this.holdToRecord();
    this.element = h('div', {class: 'class-card card', role: 'group',
      'aria-label': say('teach.class')},
        h('header', {}, this.field,
            h('button', {type: 'button', class: 'quiet', 'aria-label': say('teach.remove-class'),
              onclick: () => house.remove(this)}, icon('close'))),
        this.viewfinder,
        h('div', {class: 'actions'},
            this.recordButton,
            chooseButton(say('teach.add'), true, (files) => this.takeFiles(files))),
        h('div', {class: 'class-count'}, this.count, this.clearButton), this.thumbs);
    this.update();
  }

  /** Held, it records until it is let go; pressed shortly or by keyboard, until pressed again. */
  holdToRecord() {
    let since = 0;
    this.recordButton.addEventListener('pointerdown', () => since = performance.now());
    this.recordButton.addEventListener('click', (event) => {
      const held = event.detail > 0 && performance.now() - since > 600;
      if (!held) {
        this.house.record(this, !this.isRecording);
      } else if (this.isRecording) {
        this.house.record(this, false);
      }
    });
    this.recordButton.addEventListener('pointerdown', () => {
      const at = since;
      setTimeout(() => {
        if (at === since && this.recordButton.matches(':active') && !this.isRecording) {
          this.house.record(this, true);
        }
      }, 300);
    });
  }

  get isRecording() {
    return this.recordButton.getAttribute('aria-pressed') === 'true';
  }

  /** @param {boolean} recording */
  showRecording(recording) {
    this.recordButton.setAttribute('aria-pressed', String(recording));
    this.viewfinder.hidden = !recording;
    replace(this.recordWords, say(recording ? 'teach.recording' : 'teach.record'));
  }

  get name() {
    return this.field.value.trim();
  }

  /** @param {File[]} files */
  async takeFiles(files) {
    for (const file of files) {
      try {
        const source = await sourceOf(file, file.name || 'pasted.png');
        const blob = Math.max(source.width, source.height) > LONGEST
          ? await encoded(source.bitmap, 'image/jpeg', LONGEST) : source.blob;
        await this.add(source.name, blob, source.bitmap);
        source.bitmap.close();
      } catch (e) {
        this.house.tell(e);
      }
    }
    announce(`${this.name}: ${this.count.textContent}`);
  }

  /**
   * @param {string} name
   * @param {Blob} blob
   * @param {CanvasImageSource & {width?: any, height?: any}} pixels
   */
  async add(name, blob, pixels) {
    const thumb = URL.createObjectURL(await encoded(pixels, 'image/jpeg', THUMB));
    this.examples.push({name, blob, thumb});
    this.update();
  }

  /** @param {Example} example */
  removeExample(example) {
    URL.revokeObjectURL(example.thumb);
    this.examples = this.examples.filter((other) => other !== example);
    this.update();
  }

  clear() {
    this.examples.forEach((example) => URL.revokeObjectURL(example.thumb));
    this.examples = [];
    this.update();
  }

  update() {
    const count = this.examples.length;
    this.clearButton.hidden = count === 0;
    replace(this.count, count === 0 ? say('teach.empty') : sayCount('teach.count', count));
    const shown = this.examples.slice(-SHOWN).reverse();
    replace(this.thumbs, shown.map((example) => h('li', {},
        h('button', {type: 'button', class: 'thumb', onclick: () => this.removeExample(example),
          'aria-label': say('teach.remove', {name: example.name})},
        h('img', {src: example.thumb, alt: ''}), icon('close')))));
    this.house.changed();
  }
}
