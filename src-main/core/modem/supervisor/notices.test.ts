import { expect, it } from 'vitest'
import { readNotice } from './notices'

it.each([
  ['+CMTI: "SM",3', { kind: 'stored', memory: 'SM', index: 3 }],
  ['+CMTI: ,-1', { kind: 'stored', memory: '', index: -1 }],
  ['+CDSI: "SR",0', { kind: 'stored', memory: 'SR', index: 0 }],
  ['^SMMEMFULL', { kind: 'full' }],
  ['+SMS FULL', { kind: 'full' }],
  ['RDY', { kind: 'restarted' }],
  ['+CEREG: 5', { kind: 'registration' }],
  ['^RSSI:12', null],
  ['+CDS: 25', null],
  ['#~}', null]
])('reads %s', (text, notice) => {
  expect(readNotice({ kind: 'line', text, pdu: null })).toEqual(notice)
})

it('reads a report with its PDU', () => {
  expect(readNotice({ kind: 'line', text: '+CDS: 25', pdu: '0006' })).toEqual({ kind: 'report', pdu: '0006' })
})
