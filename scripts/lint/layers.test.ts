import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../setup/paths.mjs'
import { allowedFeatures } from './layers.mjs'

const FEATURES = 'src-main/core/features'

/** Importing file, what it imports, and a part of the sentence that must say what to do instead. */
const FORBIDDEN = [
  [`${FEATURES}/users/probe.ts`, '../patients/index', 'users stands before patients'],
  [`${FEATURES}/settings/probe.ts`, '../users/index', 'settings stands before users'],
  [`${FEATURES}/appointments/probe.ts`, '../users/users.queries', 'features/users/index.ts'],
  ['src-main/core/probe.ts', 'electron', 'never imports electron'],
  ['src-main/core/features/users/probe.ts', 'electron', 'never imports electron'],
  ['src-main/core/modem/probe.ts', 'electron', 'never imports electron'],
  ['src-main/core/probe.ts', '../shell/sender', 'without Electron'],
  ['src-main/core/platform/probe.ts', '../features/users/index', 'knows no feature'],
  ['src-main/core/database/probe.ts', '../features/users/index', 'knows no feature'],
  ['src-main/core/modem/probe.ts', 'kysely', 'serialport, Temporal and Node only'],
  ['src-main/core/modem/probe.ts', '../database/database', 'serialport and the platform only'],
  ['src-main/shell/probe.ts', '../core/core', 'send a frame'],
  ['src-main/shell/probe.ts', 'kysely', 'The shell is thin'],
  ['src-renderer/lib/probe.ts', '../../src-main/core/platform/clock', 'knows the contract only'],
  ['src-renderer/lib/probe.ts', 'node:fs', 'A page has no Node'],
  ['src-renderer/lib/probe.ts', 'electron', 'A page has no Node'],
  ['src-preload/contract/probe.ts', 'kysely', 'imports zod only'],
  ['src-preload/contract/probe.ts', 'node:fs', 'imports zod only'],
  ['src-preload/bridge.ts', '../src-main/shell/sender', 'nothing else'],
  ['migrations/probe.ts', 'zod', 'imports kysely only'],
  ['migrations/probe.ts', '../src-main/core/platform/clock', 'imports kysely only'],
  ['src-main/shell/probe.ts', '../../scripts/setup/paths.mjs', 'never the other way round']
] as const

const ALLOWED = [
  [`${FEATURES}/appointments/probe.ts`, '../users/index'],
  [`${FEATURES}/users/probe.ts`, '../audit/index'],
  ['src-main/core/modem/probe.ts', 'serialport'],
  ['src-main/shell/probe.ts', 'electron'],
  ['src-preload/contract/probe.ts', 'zod'],
  ['migrations/probe.ts', 'kysely']
] as const

/** Type-aware rules need a file that exists; the layering rules do not. */
const eslint = new ESLint({
  cwd: ROOT,
  overrideConfig: {
    languageOptions: { parserOptions: { project: null } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-misused-promises': 'off',
      '@typescript-eslint/await-thenable': 'off',
      '@typescript-eslint/only-throw-error': 'off'
    }
  }
})

async function layerMessages(filePath: string, imported: string): Promise<string[]> {
  const [result] = await eslint.lintText(`import { thing } from '${imported}'\nthing()\n`, { filePath })
  const rules = ['import-x/no-restricted-paths', 'no-restricted-imports']
  return (result?.messages ?? [])
    .filter(({ ruleId }) => rules.includes(ruleId ?? ''))
    .map(({ message }) => message)
}

describe('layers', () => {
  it.each(FORBIDDEN)('refuses that %s imports %s', async (file, imported, sentence) => {
    const messages = await layerMessages(file, imported)
    expect(messages.join('\n')).toContain(sentence)
  })

  it.each(ALLOWED)('lets %s import %s', async (file, imported) => {
    expect(await layerMessages(file, imported)).toEqual([])
  })

  it('gives a feature those before it, messaging all five, and reports everything', () => {
    const all = ['audit', 'settings', 'users', 'patients', 'consents', 'messaging', 'reports']
    expect(allowedFeatures('patients', all)).toEqual(['audit', 'settings', 'users'])
    expect(allowedFeatures('messaging', all)).not.toContain('portal')
    expect(allowedFeatures('messaging', all)).toContain('waiting-room')
    expect(allowedFeatures('reports', all)).toEqual(all)
  })
})
