import { mkdirSync } from 'node:fs'
import { inRoot } from '../setup/paths.mjs'
import { runStage } from './stage.mjs'

/** @param {string} name */
const cache = (name) => ['--cache', '--cache-location', `.cache/${name}`]

/** Lint with its layering rules; takes the longest. */
export function lint() {
  mkdirSync(inRoot('.cache'), { recursive: true })
  const parameters = ['--max-warnings', '0', ...cache('eslint'), '--cache-strategy', 'content', '.']
  return runStage('lint: eslint', 'eslint', 'eslint', parameters)
}

/** What takes types to see: promises that nobody waits for. Its own reader of types is many times as fast as ESLint's. */
export function lintPromises() {
  return runStage('lint: oxlint', 'oxlint', 'oxlint', ['--type-aware', '--deny-warnings', '--threads=1'])
}

/** Format, and what nothing uses. */
export const formatAndUse = [
  () =>
    runStage('lint: prettier', 'prettier', 'prettier', [
      '--check',
      '--log-level',
      'warn',
      ...cache('prettier'),
      '.'
    ]),
  () => runStage('lint: knip', 'knip', 'knip', ['--no-progress'])
]
