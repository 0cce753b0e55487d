import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { TONE_GLYPHS } from './tones'

it('names tones as no page names its own parts, so that the layout of a page does not reach a tag in it', () => {
  const sheet = readFileSync(new URL('./tones.css', import.meta.url), 'utf8')
  const names = [...sheet.matchAll(/^\.([\w-]+) \{/gm)].map(([, name]) => name)
  expect(names.sort()).toEqual(
    Object.keys(TONE_GLYPHS)
      .map((tone) => `tone-${tone}`)
      .sort()
  )
})
