// Tabs as ARIA describes them: one is in the tab order, arrows go from one to the next.
import {h} from './dom.js';

/**
 * @typedef {Object} Tab
 * @property {string} name also in the address, behind #
 * @property {import('./text.js').Said} label
 * @property {HTMLElement} panel several tabs may share one
 */

/**
 * @param {import('./text.js').Said} label
 * @param {Tab[]} tabs
 * @param {(name: string) => void} selected
 * @returns {HTMLElement}
 */
export function tabList(label, tabs, selected) {
  const buttons = tabs.map((tab) => h('button', {
    type: 'button', role: 'tab', id: `tab-${tab.name}`, 'aria-controls': tab.panel.id,
    onclick: () => select(tab.name),
  }, tab.label));
  const list = h('div', {class: 'tabs', role: 'tablist', 'aria-label': label}, buttons);

  const select = (/** @type {string} */ name) => {
    const at = Math.max(0, tabs.findIndex((tab) => tab.name === name));
    buttons.forEach((button, i) => {
      button.setAttribute('aria-selected', String(i === at));
      button.tabIndex = i === at ? 0 : -1;
    });
    const panel = tabs[at].panel;
    tabs.forEach((tab) => tab.panel.hidden = tab.panel !== panel);
    panel.setAttribute('aria-labelledby', buttons[at].id);
    buttons[at].scrollIntoView({block: 'nearest', inline: 'nearest'});
    history.replaceState(null, '', `#${tabs[at].name}`);
    selected(tabs[at].name);
  };

  list.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const to = {
      ArrowRight: (at + 1) % tabs.length, ArrowLeft: (at + tabs.length - 1) % tabs.length,
      Home: 0, End: tabs.length - 1,
    }[event.key];
    if (at >= 0 && to !== undefined) {
      event.preventDefault();
      buttons[to].focus();
      select(tabs[to].name);
    }
  });
  addEventListener('hashchange', () => select(location.hash.slice(1)));
  select(location.hash.slice(1));
  return list;
}
