import { describe, expect, it } from 'vitest'
import { finalResult, isRestartNotice, isUnasked } from './answers'
import { classifyError, errorCode } from './error-classes'

describe('error classes', () => {
  it.each([
    [41, 'retry-soon'],
    [314, 'retry-soon'],
    [42, 'retry-backoff'],
    [500, 'retry-backoff'],
    [512, 'retry-backoff'],
    [38, 'retry-late'],
    [331, 'wait-for-state'],
    [322, 'wait-for-state'],
    [1, 'permanent'],
    [21, 'permanent'],
    [96, 'permanent'],
    [0xc3, 'permanent'],
    [8, 'person'],
    [330, 'person'],
    [300, 'reinit']
  ] as const)('+CMS ERROR: %i means %s', (number, expected) => {
    expect(classifyError({ kind: 'cms', number })).toBe(expected)
  })

  it('keeps the two lists of numbers apart', () => {
    expect(classifyError({ kind: 'cme', number: 10 })).toBe('person')
    expect(classifyError({ kind: 'cms', number: 22 })).toBe('retry-backoff')
    expect(errorCode({ kind: 'cme', number: 22 })).toBe('cme-22')
    expect(errorCode({ kind: 'error', number: null })).toBe('error')
  })
})

describe('answers', () => {
  it('reads every final result and nothing else', () => {
    expect(finalResult('OK')).toEqual({ ok: true })
    expect(finalResult('ERROR')).toEqual({ ok: false, error: { kind: 'error', number: null } })
    expect(finalResult('+CMS ERROR: 38')).toEqual({ ok: false, error: { kind: 'cms', number: 38 } })
    expect(finalResult('+CME ERROR: SIM busy')).toEqual({ ok: false, error: { kind: 'cme', number: null } })
    expect(finalResult('+CMGS: 4')).toBeNull()
    expect(finalResult('OKAY')).toBeNull()
  })

  it('tells a registration report from the answer with the same prefix', () => {
    expect(isUnasked('+CREG: 1')).toBe(true)
    expect(isUnasked('+CREG: 1,"00A1","0BC3"')).toBe(true)
    expect(isUnasked('+CREG: 0,1')).toBe(false)
    expect(isUnasked('+CEREG: 2,5,"00A1","0BC3",7')).toBe(false)
  })

  it('knows that a modem has started anew', () => {
    expect(['RDY', 'SMS Ready', '^SYSSTART'].every(isRestartNotice)).toBe(true)
    expect(isRestartNotice('Call Ready now')).toBe(false)
  })
})
