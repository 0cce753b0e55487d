import { afterEach, expect, it, vi } from 'vitest'
import { ShellInfo } from '@contract/shell'
import { browserShell } from './browser-shell'

afterEach(() => vi.unstubAllGlobals())

/** A tab of a browser with what it keeps from one loading of the page to the next. */
function tab() {
  const kept = new Map<string, string>()
  return async () => {
    vi.stubGlobal('sessionStorage', {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value)
    })
    const answer = browserShell({ call: async () => ({ appVersion: '1.0.0' }), retry: () => undefined })
    return ShellInfo.parse(await answer('shell.info', {})).window
  }
}

it('numbers each tab for itself, and the same after the page was loaded again', async () => {
  const here = tab()
  const there = tab()
  const first = await here()
  expect(await there()).not.toBe(first)
  expect(await here()).toBe(first)
  expect(first).toBeGreaterThanOrEqual(2 ** 32)
})
