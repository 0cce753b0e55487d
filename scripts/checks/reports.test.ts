import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../setup/paths.mjs'
import { total } from './report.mjs'
import { sumPlaywright, sumVitest } from './reports.mjs'

describe('summing of reports', () => {
  it('counts the tests of Vitest, and names those left out', () => {
    const report = {
      testResults: [
        {
          assertionResults: [
            { status: 'passed' },
            { status: 'failed', fullName: 'adds', failureMessages: ['expected 1\n  to be 2'] },
            { status: 'pending', fullName: 'later' }
          ]
        },
        { assertionResults: [{ status: 'passed' }] }
      ]
    }
    expect(sumVitest(report, 1)).toEqual({
      passed: 2,
      failed: 1,
      skipped: 1,
      skippedTests: ['later'],
      failures: ['adds: expected 1 to be 2']
    })
  })

  it('counts one failure when a run ended badly without a failed test', () => {
    expect(sumVitest({ testResults: [] }, 1)).toMatchObject({ passed: 0, failed: 1 })
    expect(sumVitest(null, 1)).toMatchObject({ failed: 1 })
    expect(sumPlaywright(null, 1)).toMatchObject({ failed: 1 })
  })

  it('counts the tests of Playwright through nested suites, with the reason of a skip', () => {
    const test = (status: string, description?: string) => ({
      title: status,
      tests: [{ status, annotations: description ? [{ type: 'skip', description }] : [] }]
    })
    const report = {
      suites: [
        {
          title: 'file',
          specs: [test('expected'), test('unexpected')],
          suites: [{ title: 'group', specs: [test('skipped', 'no keychain here'), test('flaky')] }]
        }
      ]
    }
    expect(sumPlaywright(report, 1)).toEqual({
      passed: 1,
      failed: 2,
      skipped: 1,
      skippedTests: ['group: skipped (no keychain here)'],
      failures: ['group: flaky: no message', 'file: unexpected: no message']
    })
  })

  it('says in one line where a journey failed, and why', () => {
    const message = '\u001b[31mError\u001b[39m: no button\n\n  waited 10 s'
    const error = { message, location: { file: join(ROOT, 'test', 'a.spec.ts'), line: 4 } }
    const tests = [{ status: 'unexpected', results: [{ error }] }]
    const report = { suites: [{ title: 'a.spec.ts', specs: [{ title: 'books', tests }] }] }
    const place = join('test', 'a.spec.ts')
    expect(sumPlaywright(report, 1).failures).toEqual([
      `a.spec.ts: books (${place}:4): Error: no button waited 10 s`
    ])
  })

  it('adds up the stages', () => {
    const stages = [
      { passed: 1, failed: 0, skipped: 0 },
      { passed: 40, failed: 2, skipped: 3 }
    ]
    expect(total(stages)).toEqual({ passed: 41, failed: 2, skipped: 3 })
  })
})
