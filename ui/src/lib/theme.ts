/** What a person chose: one of the two, or to follow the device. */
export type ThemeChoice = 'light' | 'dark' | 'system';

const key = 'salescompass.theme';
const device = matchMedia('(prefers-color-scheme: dark)');

/** The choice that this browser remembers; follows the device where nothing was chosen or storage is closed. */
export function themeChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(key);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}

/** Sets the colours on the document, now and whenever the device changes its mind. */
export function applyTheme(): void {
  const choice = themeChoice();
  document.documentElement.dataset.theme = choice === 'system' ? (device.matches ? 'dark' : 'light') : choice;
}

/** Remembers a choice and shows it. */
export function chooseTheme(choice: ThemeChoice): void {
  try {
    if (choice === 'system') localStorage.removeItem(key);
    else localStorage.setItem(key, choice);
  } catch {
    // Private windows may refuse storage: the choice then lasts as long as the page.
  }
  document.documentElement.dataset.theme = choice === 'system' ? (device.matches ? 'dark' : 'light') : choice;
}

device.addEventListener('change', applyTheme);
