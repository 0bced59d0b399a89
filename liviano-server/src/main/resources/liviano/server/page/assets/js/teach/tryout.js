// Trying what was taught: through the camera, or on a picture.
import {ask} from '../api.js';
import {NoCamera} from '../camera.js';
import {h, icon, replace} from '../dom.js';
import {chooseButton} from '../intake.js';
import {LiveStage} from '../livestage.js';
import {notice} from '../notice.js';
import {encoded, sourceOf} from '../source.js';
import {Bars} from '../tasks/bars.js';
import {say} from '../text.js';

/** Shorter side of the pictures that are sent. */
const SIDE = 224;

/** The camera or a picture, and the bars of the taught classes. */
export class Tryout {
  /** @param {string} model */
  constructor(model) {
    this.model = model;
    this.stage = new LiveStage();
    this.stage.element.hidden = true;
    this.bars = new Bars(say('classify.list'));
    this.trouble = h('div', {class: 'trouble'});
    this.picture = h('img', {class: 'tried', alt: '', hidden: true});
    this.toggle = h('button', {type: 'button', class: 'button', 'data-try': 'live',
      onclick: () => this.stage.camera.isOn ? this.stop() : this.start()});
    this.element = h('div', {class: 'tryout'},
        h('h2', {}, say('teach.try')),
        h('div', {class: 'actions'}, this.toggle,
            chooseButton(say('teach.try-picture'), false, (files) => this.takeFile(files[0]))),
        this.trouble, this.stage.element, this.picture, this.bars.element,
        h('p', {class: 'hint'}, say('teach.elsewhere')));
    this.stop();
  }

  stop() {
    this.stage.stop();
    this.stage.element.hidden = true;
    replace(this.toggle, icon('camera'), say('teach.try-live'));
  }

  async start() {
    this.picture.hidden = true;
    replace(this.trouble);
    try {
      await this.stage.start();
      this.stage.element.hidden = false;
      replace(this.toggle, say('live.stop'));
      await this.stage.run(() => SIDE, (picture) => this.ask(picture),
          ({answer}) => this.bars.show(answer.categories));
    } catch (e) {
      this.stop();
      replace(this.trouble, e instanceof NoCamera
        ? h('p', {class: 'wrong', role: 'alert'}, say(`camera.${e.reason}`))
        : notice(e, () => this.start()));
    }
  }

  /** @param {File} file */
  async takeFile(file) {
    this.stop();
    replace(this.trouble);
    try {
      const source = await sourceOf(file, file.name);
      URL.revokeObjectURL(this.picture.src);
      this.picture.src = URL.createObjectURL(await encoded(source.bitmap, 'image/jpeg', 480));
      this.picture.hidden = false;
      source.bitmap.close();
      const {answer} = await this.ask(source.blob);
      this.bars.show(answer.categories);
    } catch (e) {
      replace(this.trouble, notice(e, () => this.takeFile(file)));
    }
  }

  /** @param {Blob} picture */
  ask(picture) {
    return ask('classify', picture, {model: this.model, maxResults: 8});
  }
}
