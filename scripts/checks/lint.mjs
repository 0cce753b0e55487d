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
  // Lint takes as long as the other two together.
  const [linted, others] = await Promise.all([
    runStage('lint: eslint', 'eslint', 'eslint', eslint),
    inTurn([
      () => runStage('lint: prettier', 'prettier', 'prettier', prettier),
      () => runStage('lint: knip', 'knip', 'knip', ['--no-progress'])
    ])
  ])
  return [linted, ...others]
}

/** @param {readonly (() => Promise<import('./stage.mjs').Stage>)[]} stages */
async function inTurn(stages) {
  const done = []
  for (const stage of stages) done.push(await stage())
  return done
}
