import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CutFault, cutEntries, LONGEST_OBJECT } from './import-fhir-entries.rules'

async function* inChunks(text: string, size: number): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size)
}

async function cut(text: string, size = 7): Promise<(string | null)[]> {
  const found: (string | null)[] = []
  for await (const entry of cutEntries(inChunks(text, size))) found.push(entry)
  return found
}

describe('the entries of a Bundle', () => {
  it('come out as they went in, whatever they hold and wherever the chunks end', async () => {
    const entry = fc.dictionary(fc.string(), fc.jsonValue())
    const bundle = fc.record({ before: fc.jsonValue(), entry: fc.array(entry), after: fc.jsonValue() })
    await fc.assert(
      fc.asyncProperty(bundle, fc.integer({ min: 1, max: 60 }), fc.boolean(), async (held, size, isWide) => {
        const found = await cut(JSON.stringify(held, null, isWide ? 2 : undefined), size)
        expect(found.map((text) => JSON.parse(text ?? ''))).toEqual(JSON.parse(JSON.stringify(held.entry)))
      }),
      { numRuns: 200 }
    )
  })

  it('are not looked for within another element, nor in a text that is called so', async () => {
    const held = {
      meta: { entry: [{ a: 1 }] },
      note: 'entry',
      other: [{ entry: [{ b: 2 }] }],
      entry: [{ c: 3 }]
    }
    expect(await cut(JSON.stringify(held))).toEqual(['{"c":3}'])
  })

  it('are passed over one by one when they are too long', async () => {
    const photo = 'x'.repeat(LONGEST_OBJECT)
    const held = { entry: [{ a: 1 }, { photo }, { b: 2 }] }
    expect(await cut(JSON.stringify(held), 65_536)).toEqual(['{"a":1}', null, '{"b":2}'])
  })

  it.each(['{"entry":[{"a":1},{"b":', '{"entry":[{"a":1}]', '{"resourceType":"Bundle"}', '{}'])(
    'are refused as a whole when the file does not end as it must: %s',
    async (text) => {
      await expect(cut(text)).rejects.toBeInstanceOf(CutFault)
    }
  )
})
