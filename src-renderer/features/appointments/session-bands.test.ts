import { AbsencePart, Session } from '@contract/sessions'
import { expect, it } from 'vitest'
import { bandAt, sessionBands } from './session-bands'

const session = (
  kind: string,
  startMinute: number,
  endMinute: number,
  heldUntilMinute: number | null = null
) => Session.parse({ kind, startMinute, endMinute, heldUntilMinute, roomId: null })
const absences = [AbsencePart.parse({ id: 1, reason: 'course', startMinute: 720, endMinute: 960 })]

it('leaves ordinary hours unpainted', () => {
  const sessions = [
    session('ordinary', 480, 600),
    session('telephone', 600, 660),
    session('blocked', 660, 690)
  ]
  expect(sessionBands({ sessions, absences: [] }, null)).toEqual([
    { kind: 'telephone', startMinute: 600, endMinute: 660 },
    { kind: 'blocked', startMinute: 660, endMinute: 690 }
  ])
})

it('releases an urgent session at its minute of its own day, and one without never', () => {
  const sessions = [session('urgent', 540, 600, 480), session('urgent', 600, 660)]
  const isReleased = (nowMinute: number | null) =>
    sessionBands({ sessions, absences: [] }, nowMinute).map(
      (band) => band.kind === 'urgent' && band.isReleased
    )
  expect(isReleased(null)).toEqual([false, false])
  expect(isReleased(479)).toEqual([false, false])
  expect(isReleased(480)).toEqual([true, false])
})

it('says of time in an absence that the clinician is away, whatever the session', () => {
  const bands = sessionBands({ sessions: [session('video', 700, 780)], absences }, null)
  expect(bandAt(bands, 710)?.kind).toBe('video')
  expect(bandAt(bands, 730)).toEqual({ kind: 'absence', reason: 'course', startMinute: 720, endMinute: 960 })
  expect(bandAt(bands, 960)).toBeUndefined()
})
