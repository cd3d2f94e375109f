const STORAGE_KEY = 'manyhands-theme';

export type Theme = 'light' | 'dark';

/**
 * Light or dark: as the reader once chose on this page, else as the system has it, also when it changes.
 *
 * @param onChange - called when the colours have changed
 */
export function startTheme(button: HTMLButtonElement, onChange: () => void): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  let chosen = remembered();
  const apply = (): void => {
    const theme = chosen ?? (system.matches ? 'dark' : 'light');
    document.documentElement.dataset['theme'] = theme;
    button.setAttribute('aria-pressed', String(theme === 'dark'));
    onChange();
  };
  system.addEventListener('change', apply);
  button.addEventListener('click', () => {
    chosen = document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark';
    remember(chosen);
    apply();
  });
  apply();
}

function remembered(): Theme | undefined {
  try {
    const theme = localStorage.getItem(STORAGE_KEY);
    return theme === 'light' || theme === 'dark' ? theme : undefined;
  } catch {
    // Storage can be forbidden; the page works without.
    return undefined;
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // As above: the choice then lasts as long as the page.
  }
}
