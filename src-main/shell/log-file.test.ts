import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLog, stackPlaces } from './log-file'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'skranke-log-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('writes one line of JSON per message', () => {
  const log = openLog(folder, () => new Date('2026-12-03T08:20:00Z'))
  log('core ended', { code: 9 })
  expect(readFileSync(join(folder, 'shell.log'), 'utf8')).toBe(
    '{"time":"2026-12-03T08:20:00.000Z","message":"core ended","code":9}\n'
  )
})

it('keeps three files of a megabyte', () => {
  const log = openLog(folder)
  for (let line = 0; line < 12; line += 1) log('x'.repeat(500_000))
  expect(readdirSync(folder).sort()).toEqual(['shell.log', 'shell.log.1', 'shell.log.2'])
})

it('keeps of a crash only where it happened', () => {
  const output =
    'TypeError: cannot read Ola Nordmann\n    at find (patients.ts:3:1)\nOla 170587\n    at run (core.ts:9:2)\n'
  expect(stackPlaces(output)).toBe('at find (patients.ts:3:1) < at run (core.ts:9:2)')
})
