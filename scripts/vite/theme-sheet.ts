import type { Plugin } from 'vite'

const WRITES_MARKUP = 'styleEl.innerHTML = styles;'
const MAKES_ELEMENT = 'const styleEl = getOrCreateStyleElement(id, cspNonce);'

/**
 * Lets Vuetify's theme live under our Content-Security-Policy: it writes its colours into an inline `<style>` through
 * `innerHTML`, which `style-src 'self'` and Trusted Types both refuse. A constructed style sheet needs neither.
 * Fails the build when Vuetify's source no longer has the two lines, so that an upgrade cannot pass unnoticed.
 */
export function themeSheet(): Plugin {
  return {
    name: 'skranke:theme-sheet',
    transform(code, id) {
      if (!/vuetify\/lib\/composables\/theme\.js/.test(id)) return null
      if (!code.includes(WRITES_MARKUP) || !code.includes(MAKES_ELEMENT)) {
        this.error('Vuetify writes its theme in another way now: adapt scripts/vite/theme-sheet.ts to it.')
      }
      return {
        code:
          code
            .replace(MAKES_ELEMENT, 'const styleEl = themeSheetFor(id);')
            .replace(WRITES_MARKUP, 'styleEl.replaceSync(styles);') + THEME_SHEET_FOR,
        map: null
      }
    }
  }
}

const THEME_SHEET_FOR = `
const themeSheets = new Map();
function themeSheetFor(id) {
  if (!IN_BROWSER) return null;
  let sheet = themeSheets.get(id);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    themeSheets.set(id, sheet);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
  return sheet;
}
`
