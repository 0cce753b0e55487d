import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { wrongFuses } from '../package/fuses.mjs'
import { sha512 } from './development-electron.mjs'
import { isNewEnough } from './node-runtime.mjs'
import { hasCandidate } from './system-libraries.mjs'

describe('set-up', () => {
  it.each([
    ['18.20.4', false],
    ['20.20.2', false],
    ['22.13.1', false],
    ['22.14.0', true],
    ['24.21.0', true]
  ])('knows whether Node %s is new enough', (version, answer) => {
    expect(isNewEnough(version)).toBe(answer)
  })

  it('finds the name that this Debian gives a package', () => {
    const policy =
      'libgtk-3-0:\n  Installed: (none)\n  Candidate: (none)\nlibgtk-3-0t64:\n  Candidate: 3.24.49-3\n'
    expect(hasCandidate(policy, 'libgtk-3-0')).toBe(false)
    expect(hasCandidate(policy, 'libgtk-3-0t64')).toBe(true)
    expect(hasCandidate(policy, 'libnss3')).toBe(false)
  })

  it('computes the hash that npm states', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'skranke-hash-'))
    writeFileSync(join(folder, 'a'), 'abc')
    await expect(sha512(join(folder, 'a'))).resolves.toBe(
      '3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw=='
    )
    rmSync(folder, { recursive: true })
  })

  it('names the fuses that are not as they must be', () => {
    const output =
      'RunAsNode is \u001b[32mDisabled\u001b[0m\nOnlyLoadAppFromAsar is Disabled\nEnableCookieEncryption is Enabled'
    expect(wrongFuses(output)).not.toContain('RunAsNode')
    expect(wrongFuses(output)).toContain('OnlyLoadAppFromAsar')
    expect(wrongFuses(output)).toContain('EnableNodeCliInspectArguments')
  })
})
