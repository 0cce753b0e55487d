import type { ExportedResource } from '@contract/record-export'
import { expect, it } from 'vitest'
import { bundleText } from './bundle'

const flag = (id: string): ExportedResource => ({
  resourceType: 'Flag',
  id,
  status: 'active',
  code: { text: 'Hører "dårlig"' },
  subject: { reference: 'Patient/1' }
})

async function* parts() {
  yield [flag('flag-1'), flag('flag-2')]
  yield []
  yield [flag('flag-3')]
}

it('writes one bundle of all parts, each resource under an address of its own', async () => {
  let text = ''
  for await (const piece of bundleText(parts(), '2026-12-03T08:00:00Z')) text += piece
  const bundle = JSON.parse(text)
  expect(bundle).toMatchObject({
    resourceType: 'Bundle',
    type: 'collection',
    timestamp: '2026-12-03T08:00:00Z'
  })
  expect(bundle.entry.map(({ fullUrl }: { fullUrl: string }) => fullUrl)).toEqual([
    'https://desk.invalid/Flag/flag-1',
    'https://desk.invalid/Flag/flag-2',
    'https://desk.invalid/Flag/flag-3'
  ])
})
