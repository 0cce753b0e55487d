import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppointmentTypeId } from '@contract/ids'
import type { Session } from '@contract/sessions'
import { slotsOfDay, slotStatus, typesForSlot } from './slots.rules'

const typeOf = (id: number, durationMinutes: number, changes: object = {}) => ({
  id: AppointmentTypeId.parse(id),
  durationMinutes,
  bufferMinutes: 0,
  allowedSessions: ['ordinary' as const],
  ...changes
})

const session = (startMinute: number, endMinute: number, kind: Session['kind'] = 'ordinary'): Session => ({
  ...{ startMinute, endMinute, kind, heldUntilMinute: null, roomId: null }
})

describe('slotsOfDay', () => {
  it('cuts a session by the longest type that belongs in it', () => {
    const slots = slotsOfDay([session(480, 545)], [typeOf(1, 15), typeOf(2, 20)])
    expect(slots.map(({ typeId, startMinute, endMinute }) => [typeId, startMinute, endMinute])).toEqual([
      [2, 480, 500],
      [2, 500, 520],
      [2, 520, 540]
    ])
  })

  it('leaves out what is blocked, held back for urgent visits, or of a kind no type belongs in', () => {
    const sessions = [session(480, 540, 'blocked'), session(540, 600, 'urgent'), session(600, 660, 'video')]
    expect(slotsOfDay(sessions, [typeOf(1, 20)])).toEqual([])
  })

  it('keeps the buffer after each visit free', () => {
    const slots = slotsOfDay([session(480, 545)], [typeOf(1, 20, { bufferMinutes: 5 })])
    expect(slots.map(({ startMinute }) => startMinute)).toEqual([480, 505])
    expect(slotsOfDay([session(480, 525)], [typeOf(1, 20, { bufferMinutes: 5 })])).toHaveLength(2)
  })

  it('never makes two slots that overlap, nor one outside its session', () => {
    const type = fc.record({
      minutes: fc.integer({ min: 5, max: 60 }),
      bufferMinutes: fc.integer({ min: 0, max: 15 })
    })
    fc.assert(
      fc.property(
        fc.array(type, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 300 }),
        (types, length) => {
          const offered = types.map(({ minutes, bufferMinutes }, index) =>
            typeOf(index + 1, minutes, { bufferMinutes })
          )
          const slots = slotsOfDay([session(480, 480 + length), session(900, 960)], offered)
          for (const [index, slot] of slots.entries()) {
            expect(slot.startMinute).toBeGreaterThanOrEqual(slots[index - 1]?.endMinute ?? 480)
            expect(slot.endMinute).toBeLessThanOrEqual(slot.startMinute < 900 ? 480 + length : 960)
          }
        }
      )
    )
  })
})

describe('typesForSlot', () => {
  it('names the one it was cut by first, then the shorter ones that belong there too', () => {
    const types = [typeOf(1, 10), typeOf(2, 20), typeOf(3, 30), typeOf(4, 10, { allowedSessions: ['video'] })]
    const found = typesForSlot({ id: AppointmentTypeId.parse(2), minutes: 20 }, types)
    expect(found.map(({ id }) => id)).toEqual([2, 1])
  })
})

describe('slotStatus', () => {
  const slot = { startMs: 100, endMs: 200 }
  const none = { visits: [], keptFree: [] }
  it.each([
    ['free', none, true],
    ['free', { visits: [{ startMs: 0, endMs: 100 }], keptFree: [{ startMs: 200, endMs: 300 }] }, true],
    ['busy', { visits: [{ startMs: 199, endMs: 300 }], keptFree: [] }, true],
    ['busy', { visits: [{ startMs: 0, endMs: 101 }], keptFree: [{ startMs: 0, endMs: 300 }] }, false],
    ['gone', { visits: [], keptFree: [{ startMs: 150, endMs: 160 }] }, true],
    ['gone', none, false]
  ] as const)('is %s', (status, taken, isOffered) => {
    expect(slotStatus(slot, taken, isOffered)).toBe(status)
  })
})
