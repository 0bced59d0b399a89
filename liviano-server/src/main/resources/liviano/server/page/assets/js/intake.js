// How pictures come in: dropped anywhere on the page, pasted, chosen, or one of the samples.
import {h, icon} from './dom.js';
import {say} from './text.js';

/** Our own drawings, so that there is something to look at on a fresh machine. */
export const SAMPLES = ['kitchen', 'street', 'beach', 'plane'];

/** @param {string} name */
export function sampleAddress(name) {
  return `samples/${name}.png`;
}

/**
 * Takes the files that are dropped on the page or pasted into it.
 *
 * @param {(files: File[], at: EventTarget|null) => void} take
 */
export function takeDropped(take) {
  let inside = 0;
  const carriesFiles = (/** @type {DragEvent} */ event) =>
    event.dataTransfer?.types.includes('Files') ?? false;
  const mark = (/** @type {number} */ depth) => {
    inside = Math.max(0, depth);
    document.body.classList.toggle('dropping', inside > 0);
  };
  addEventListener('dragenter', (event) => carriesFiles(event) && mark(inside + 1));
  addEventListener('dragleave', (event) => carriesFiles(event) && mark(inside - 1));
  addEventListener('dragover', (event) => carriesFiles(event) && event.preventDefault());
  addEventListener('drop', (event) => {
    if (carriesFiles(event)) {
      event.preventDefault();
      mark(0);
      take([.../** @type {DataTransfer} */ (event.dataTransfer).files], event.target);
    }
  });
  addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0) {
      event.preventDefault();
      take(files, document.activeElement);
    }
  });
}

/**
 * A button that opens the system's choice of files.
 *
 * @param {import('./text.js').Said} label
 * @param {boolean} several
 * @param {(files: File[]) => void} take
 * @param {string} [look] class of the button
 */
export function chooseButton(label, several, take, look = 'button') {
  const input = h('input', {
    type: 'file', accept: 'image/*', multiple: several, hidden: true, tabindex: '-1',
    onchange: () => {
      const files = [...(input.files ?? [])];
      input.value = '';
      if (files.length > 0) {
        take(files);
      }
    },
  });
  return h(
      'span', {class: 'choose'}, input,
      h('button', {type: 'button', class: look, onclick: () => input.click()},
          icon('picture'), label));
}

/**
 * The samples, small, as buttons.
 *
 * @param {(name: string) => void} take
 */
export function sampleStrip(take) {
  return h('div', {class: 'samples', role: 'group', 'aria-label': say('samples')},
      SAMPLES.map((name) => h(
          'button',
          {type: 'button', class: 'sample', 'data-sample': name, onclick: () => take(name),
            'aria-label': say('sample', {name: say(`sample.${name}`)})},
          h('img', {src: sampleAddress(name), alt: '', width: 96, height: 72}))));
}
