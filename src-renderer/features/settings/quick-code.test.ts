import { describe, expect, it } from 'vitest'
import { codeFollower, readQuickCode } from './quick-code'

describe('a quick code', () => {
  it('is six letters, in capitals however it was typed', () => {
    expect(readQuickCode(' spirom ')).toBe('SPIROM')
    expect(readQuickCode('øhtime')).toBe('ØHTIME')
  })

  it('may be left out, and is none with fewer letters or with digits', () => {
    expect(readQuickCode('  ')).toBeNull()
    expect(readQuickCode('SPIR')).toBeUndefined()
    expect(readQuickCode('SPIRO1')).toBeUndefined()
  })
})

describe('typing a code where a type is chosen', () => {
  const types = [{ quickCode: 'KONSUL' }, { quickCode: 'ØHTIME' }, { quickCode: null }]
  const type = (keys: readonly string[]) => {
    const follow = codeFollower(() => types)
    return keys.map(follow)
  }

  it('finds the type at its last letter', () => {
    expect(type([...'konsul']).at(-1)).toBe(types[0])
    expect(type([...'konsu']).every((found) => found === undefined)).toBe(true)
  })

  it('goes on after a letter too many in front', () => {
    expect(type([...'xøhtime']).at(-1)).toBe(types[1])
  })

  it('begins anew after another key', () => {
    expect(type([...'kon', 'ArrowDown', ...'sul']).at(-1)).toBeUndefined()
  })
})
