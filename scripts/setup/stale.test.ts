import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { areStale } from './dependencies.mjs'
import { isStale } from './stale.mjs'

let folder: string
const at = (...parts: string[]) => join(folder, ...parts)
const touch = (file: string, second: number) => utimesSync(file, second, second)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skranke-stale-'))
  mkdirSync(at('src', 'deep'), { recursive: true })
  writeFileSync(at('src', 'deep', 'a.ts'), '')
  writeFileSync(at('stamp'), String(2_000_000))
  for (const path of [at('src', 'deep', 'a.ts'), at('src', 'deep'), at('src')]) touch(path, 1_000)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('what is stale', () => {
  it('is not what was built after its newest source', () => {
    expect(isStale(at('stamp'), [at('src')])).toBe(false)
  })

  it('is what was never built', () => {
    expect(isStale(at('none'), [at('src')])).toBe(true)
  })

  it('is what has a newer source, however deep', () => {
    touch(at('src', 'deep', 'a.ts'), 3_000)
    expect(isStale(at('stamp'), [at('src')])).toBe(true)
  })

  it('is what lost a source', () => {
    rmSync(at('src', 'deep', 'a.ts'))
    expect(isStale(at('stamp'), [at('src')])).toBe(true)
  })

  it('is what has a stamp that is no time', () => {
    writeFileSync(at('stamp'), '')
    touch(at('src'), 1_000)
    expect(isStale(at('stamp'), [at('src'), at('missing')])).toBe(true)
  })
})

describe('dependencies', () => {
  it('are stale when missing, or older than the lock file', () => {
    writeFileSync(at('lock'), '')
    writeFileSync(at('mark'), '')
    touch(at('lock'), 2_000)
    touch(at('mark'), 3_000)
    expect(areStale(at('lock'), at('mark'))).toBe(false)
    expect(areStale(at('lock'), at('none'))).toBe(true)
    touch(at('mark'), 1_000)
    expect(areStale(at('lock'), at('mark'))).toBe(true)
  })
})
