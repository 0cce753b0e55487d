import type { AppointmentMessageState } from '@contract/appointments'
import type { AppointmentId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { lettersAbout } from './letter.queries'

type States = ReadonlyMap<AppointmentId, AppointmentMessageState>

/** Where no message goes about an appointment, the letter that goes instead is its state. */
export async function withLetters(reader: Reader, states: States): Promise<States> {
  const silent = [...states].filter(([, state]) => state === 'none' || state === 'no-basis').map(([id]) => id)
  if (silent.length === 0) return states
  const letters = await lettersAbout(reader, silent)
  const replaced = [...letters].map(([id, state]): [AppointmentId, AppointmentMessageState] => [
    id,
    `letter-${state}`
  ])
  return new Map([...states, ...replaced])
}
