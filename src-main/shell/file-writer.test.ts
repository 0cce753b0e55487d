import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { FileWriter } from './file-writer'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skranke-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('gives a file its name once it is whole, for this user only', async () => {
  const writer = new FileWriter()
  const path = join(folder, 'kopi.json')
  const id = await writer.begin(path, 1)
  await writer.write(id, '{"a":')
  await writer.write(id, '"ø"}')
  expect(readdirSync(folder)).toEqual(['kopi.json.part'])
  expect(await writer.end(id, true)).toBe(true)
  expect(readFileSync(path, 'utf8')).toBe('{"a":"ø"}')
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

it('leaves nothing of what is given up, or whose window has closed', async () => {
  const writer = new FileWriter()
  const id = await writer.begin(join(folder, 'a.json'), 1)
  await writer.begin(join(folder, 'b.json'), 2)
  expect(await writer.end(id, false)).toBe(false)
  await writer.drop(2)
  expect(readdirSync(folder)).toEqual([])
  await expect(writer.write(id, 'x')).rejects.toThrow('not being written')
})
