// What can be done with an answer: read it as JSON, ask it from a shell, keep the drawn picture.
import {curlOf} from './api.js';
import {announce, h, icon, replace} from './dom.js';
import {say} from './text.js';

const COPIED_MS = 2000;

/**
 * @typedef {Object} Answered
 * @property {string} task
 * @property {string} file
 * @property {Object<string, string|number>} parameters
 * @property {any} answer
 */

/**
 * @param {() => Answered|null} current
 * @param {(() => void)|null} save the drawn picture, if there is one
 */
export function toolRow(current, save) {
  const row = h('div', {class: 'tools', role: 'group', 'aria-label': say('tools')},
      h('button', {type: 'button', class: 'quiet', 'data-tool': 'json', onclick: () => {
        const answered = current();
        if (answered) {
          openJson(answered);
        }
      }}, icon('code'), say('json')),
      copyButton('curl', say('curl'), () => {
        const answered = current();
        return answered
          ? curlOf(answered.task, answered.file, answered.parameters) : '';
      }));
  if (save) {
    row.append(h('button', {type: 'button', class: 'quiet', 'data-tool': 'save', onclick: save},
        icon('download'), say('save')));
  }
  return row;
}

/** @param {Answered} answered */
function openJson(answered) {
  const text = jsonText(answered.answer);
  const dialog = h('dialog', {class: 'dialog wide', 'aria-labelledby': 'json-title',
    onclose: () => dialog.remove()},
  h('header', {},
      h('h2', {id: 'json-title'}, say('json.title')),
      copyButton('copy-json', say('copy'), () => text),
      h('button', {type: 'button', class: 'quiet', 'aria-label': say('close'),
        onclick: () => dialog.close()}, icon('close'))),
  h('pre', {class: 'json', tabindex: '0', role: 'region', 'aria-labelledby': 'json-title'}, text));
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * Indented, but lists of numbers on one line.
 *
 * @param {any} value
 * @param {string} [indent]
 * @returns {string}
 */
export function jsonText(value, indent = '') {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === 'number')) {
      return `[${value.join(', ')}]`;
    }
    const items = value.map((item) => deeper + jsonText(item, deeper));
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).map(
        ([name, member]) => `${deeper}${JSON.stringify(name)}: ${jsonText(member, deeper)}`);
    return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
  }
  return JSON.stringify(value);
}

/**
 * @param {string} tool
 * @param {import('./text.js').Said} label
 * @param {() => string} text
 */
function copyButton(tool, label, text) {
  const words = h('span', {}, label);
  return h('button', {type: 'button', class: 'quiet', 'data-tool': tool, onclick: async () => {
    const copied = await copy(text());
    replace(words, say(copied ? 'copied' : 'copied.not'));
    announce(words.textContent ?? '');
    setTimeout(() => replace(words, label), COPIED_MS);
  }}, icon('copy'), words);
}

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether it is on the clipboard now
 */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // not allowed, or the page is not on localhost or HTTPS
  }
}
