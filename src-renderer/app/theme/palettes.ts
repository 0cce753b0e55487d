/** The tokens of tokens.css that Vuetify needs to compute with; a test keeps the two alike. */
export const palettes = {
  light: {
    background: '#f5f6f8',
    surface: '#ffffff',
    'on-surface': '#18212c',
    'on-background': '#18212c',
    primary: '#0b5f6b',
    'on-primary': '#ffffff',
    error: '#b3261e',
    warning: '#885000',
    success: '#1f6a3b',
    info: '#5b47b0'
  },
  dark: {
    background: '#11161c',
    surface: '#191f27',
    'on-surface': '#e6ebf1',
    'on-background': '#e6ebf1',
    primary: '#5cc3cf',
    'on-primary': '#06282d',
    error: '#f2938b',
    warning: '#f0b35a',
    success: '#7fcf9a',
    info: '#b3a4f5'
  }
}

/** The token each of Vuetify's colours is. */
export const TOKEN_OF = {
  background: 'bg',
  surface: 'surface',
  'on-surface': 'ink',
  'on-background': 'ink',
  primary: 'accent',
  'on-primary': 'accent-ink',
  error: 'late',
  warning: 'wait',
  success: 'ok',
  info: 'video'
} as const satisfies Record<keyof typeof palettes.light, string>
