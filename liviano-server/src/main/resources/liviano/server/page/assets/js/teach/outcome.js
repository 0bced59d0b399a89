// What was taught: how good it is, what it mixes up, and the file.
import {call} from '../api.js';
import {h, icon} from '../dom.js';
import {download} from '../source.js';
import {percent, say, sayCount} from '../text.js';
import {confusion} from './confusion.js';

/**
 * @typedef {Object} Taught
 * @property {string} model
 * @property {{label: string, pictures: number}[]} classes
 * @property {number|null} accuracy
 * @property {number} low
 * @property {number} high
 * @property {number} measuredOn
 * @property {import('./confusion.js').Confusion} confusion
 * @property {string[]} notices
 * @property {string} download
 */

/**
 * @param {Taught} taught
 * @param {{name: string, blob: Blob}[]} sent the pictures, in the order in which they were sent
 * @param {(error: unknown) => void} tell what went wrong with the file
 * @returns {HTMLElement}
 */
export function outcome(taught, sent, tell) {
  const save = async () => {
    try {
      const response = await call(relative(taught.download));
      download(await response.blob(), `${taught.model}.safetensors`);
    } catch (e) {
      tell(e);
    }
  };
  const measured = typeof taught.accuracy === 'number' && taught.measuredOn > 0;
  return h('div', {class: 'outcome'},
      measured && h('p', {class: 'accuracy'},
          h('b', {}, percent(/** @type {number} */ (taught.accuracy))), ' ', say('teach.right')),
      h('p', {class: 'hint'}, measured
        ? sayCount('teach.interval', taught.measuredOn,
            {low: () => percent(taught.low), high: () => percent(taught.high),
              sure: () => percent(0.95)})
        : say('teach.unmeasured')),
      measured && interval(taught),
      measured && confusion(taught.confusion, sent),
      taught.notices?.length > 0 && h('ul', {class: 'told', lang: 'en',
        'aria-label': say('teach.notices')}, taught.notices.map((line) => h('li', {}, line))),
      h('button', {type: 'button', class: 'button', 'data-teach-download': true, onclick: save},
          icon('download'), say('teach.download')));
}

/** @param {string} address from the server's root; the page knows its own root only */
function relative(address) {
  return address.replace(/^.*?(v1\/taught\/)/, '$1');
}

/** @param {Taught} taught */
function interval({accuracy, low, high}) {
  const band = h('span', {class: 'interval-band'});
  band.style.left = `${low * 100}%`;
  band.style.width = `${Math.max(1, (high - low) * 100)}%`;
  const mark = h('span', {class: 'interval-mark'});
  mark.style.left = `${/** @type {number} */ (accuracy) * 100}%`;
  return h('div', {class: 'interval', 'aria-hidden': 'true'}, band, mark);
}
