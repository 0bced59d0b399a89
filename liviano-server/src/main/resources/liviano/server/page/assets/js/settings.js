// What the page remembers in this browser: language, colours, the model of each task. A browser
// that keeps nothing (private windows) is fine.

/**
 * @param {string} name
 * @returns {string|null}
 */
export function setting(name) {
  try {
    return localStorage.getItem(`liviano.${name}`);
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
export function keep(name, value) {
  try {
    localStorage.setItem(`liviano.${name}`, value);
  } catch {
    // Not kept, then.
  }
}

/** @returns {boolean} whether the page is dark now */
export function isDark() {
  const theme = document.documentElement.dataset.theme;
  return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

/** The colours chosen before, if any were; else those of the system. */
export function restoreTheme() {
  const theme = setting('theme');
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme;
  }
}

/** Light to dark or back. */
export function toggleTheme() {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  keep('theme', theme);
}
