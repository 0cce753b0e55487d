import { mkdirSync } from 'node:fs'
import { inRoot } from '../setup/paths.mjs'
import { runStage } from './stage.mjs'

/** Lint with its layering rules, format, and what nothing uses. @returns {Promise<import('./stage.mjs').Stage[]>} */
export async function lint() {
  mkdirSync(inRoot('.cache'), { recursive: true })
  const eslint = [
    '--max-warnings',
    '0',
    '--cache',
    '--cache-location',
    '.cache/eslint',
    '--cache-strategy',
    'content',
    '.'
  ]
  const prettier = ['--check', '--log-level', 'warn', '--cache', '--cache-location', '.cache/prettier', '.']
  return [
    await runStage('lint: eslint', 'eslint', 'eslint', eslint),
    await runStage('lint: prettier', 'prettier', 'prettier', prettier),
    await runStage('lint: knip', 'knip', 'knip', ['--no-progress'])
  ]
}
