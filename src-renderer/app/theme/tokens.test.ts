import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { palettes, TOKEN_OF } from './palettes'

const sheet = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const [lightText = '', darkText = ''] = sheet.split("[data-theme='dark']")
const tokensOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value])
  )
const themes = { light: tokensOf(lightText), dark: tokensOf(darkText) }

/** Relative luminance and contrast: WCAG 2.2, definitions. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((place) => Number.parseInt(colour.slice(place, place + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(first: string, second: string): number {
  const [light = 0, dark = 0] = [luminance(first), luminance(second)].sort((one, other) => other - one)
  return (light + 0.05) / (dark + 0.05)
}

const TYPES = ['teal', 'blue', 'violet', 'rose', 'orange', 'olive', 'green', 'slate']
const GROUNDS = ['bg', 'surface', 'sunken']
const TEXT_ON_GROUND: [string, string][] = [
  ...['ink', 'ink2', 'ink3', 'accent', 'wait', 'late', 'ok', 'video', 'acute'].flatMap((text) =>
    GROUNDS.map((ground): [string, string] => [text, ground])
  ),
  ...['accent', 'wait', 'late', 'ok', 'video'].map((tone): [string, string] => [tone, `${tone}-soft`]),
  ...['accent', 'wait', 'late', 'ok', 'video'].flatMap((tone): [string, string][] => [
    ['ink', `${tone}-soft`],
    ['ink2', `${tone}-soft`]
  ]),
  ...TYPES.flatMap((type): [string, string][] => [
    ['ink', `type-${type}-soft`],
    ['ink2', `type-${type}-soft`],
    [`type-${type}`, 'surface']
  ]),
  ['accent-ink', 'accent'],
  ['late-ink', 'late']
]

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  const tokens = themes[theme]

  it.each(TEXT_ON_GROUND)('can be read: %s on %s', (text, ground) => {
    expect(contrast(tokens[text] ?? '', tokens[ground] ?? '')).toBeGreaterThanOrEqual(4.5)
  })

  it('draws the edge of a control so that it is seen (WCAG 1.4.11)', () => {
    expect(contrast(tokens['control'] ?? '', tokens['surface'] ?? '')).toBeGreaterThanOrEqual(3)
  })

  it('gives Vuetify the same colours', () => {
    const given = Object.entries(palettes[theme])
    const wanted = Object.entries(TOKEN_OF).map(([name, token]) => [name, tokens[token]])
    expect(Object.fromEntries(given)).toEqual(Object.fromEntries(wanted))
  })
})
