// Where the milliseconds of an answer went.
import {h, replace} from './dom.js';
import {number, say} from './text.js';

const STAGES = ['queue', 'decode', 'prepare', 'infer', 'answer'];

/** A bar with a part a stage, and the numbers in words. */
export class TimingBar {
  constructor() {
    this.bar = h('div', {class: 'timing-bar', 'aria-hidden': 'true'});
    this.words = h('ul', {class: 'timing-words'});
    this.element = h('div', {class: 'timing', hidden: true}, this.bar, this.words);
  }

  /** @param {import('./api.js').Timing} timing */
  show(timing) {
    const known = timing.filter(({stage}) => STAGES.includes(stage));
    const total = known.reduce((sum, {ms}) => sum + ms, 0);
    this.element.hidden = known.length === 0;
    replace(this.bar, known.map(({stage, ms}) => {
      const part = h('span', {class: `stage-${stage}`});
      part.style.flexGrow = String(ms / (total || 1));
      return part;
    }));
    replace(this.words,
        h('li', {class: 'timing-total'},
            say('timing.total', {ms: () => milliseconds(total)})),
        known.map(({stage, ms}) => h('li', {'data-stage': stage},
            h('span', {class: `dot stage-${stage}`, 'aria-hidden': 'true'}),
            say(`stage.${stage}`), ' ', h('b', {}, say('ms', {ms: () => milliseconds(ms)})))));
  }

  hide() {
    this.element.hidden = true;
  }
}

/** @param {number} ms */
export function milliseconds(ms) {
  return number(ms, ms < 10 ? 1 : 0);
}
