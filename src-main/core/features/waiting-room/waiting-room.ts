import { randomInt } from 'node:crypto'
import type { MethodName } from '@contract/index'
import type { Database } from '../../database/database'
import type { EventBus } from '../../platform/event-bus'
import type { Handlers } from '../../rpc/handlers'
import type { Appointments, AppointmentHook } from '../appointments'
import type { Audit } from '../audit'
import type { Settings } from '../settings'
import type { Draw } from './arrival-code.rules'
import { giveArrivalCode } from './arrival-code'
import { shareDayFacts } from './day-facts'
import { delayHandlers } from './delay.handlers'
import { wallHandlers } from './wall.handlers'
import { waitingRoomHandlers } from './waiting-room.handlers'

export interface WaitingRoomDependencies {
  readonly database: Database
  readonly settings: Settings
  readonly audit: Audit
  readonly events: EventBus
  readonly appointments: Pick<Appointments, 'steps' | 'toViews' | 'look'>
}

type WaitingRoomMethods = Extract<MethodName, `waitingRoom.${string}`> | 'delays.set' | 'wall.board'

export interface WaitingRoom {
  readonly handlers: Handlers<WaitingRoomMethods>
}

/** What may make the wall another one. */
const TELLING: ReadonlySet<string> = new Set([
  'appointments.changed',
  'delays.changed',
  'clinicians.changed',
  'settings.changed'
])

export function createWaitingRoom(dependencies: WaitingRoomDependencies): WaitingRoom {
  const { events } = dependencies
  const dayFacts = shareDayFacts(events)
  events.subscribe((event) => {
    if (TELLING.has(event)) events.publish('wall.changed', {})
  })
  return {
    handlers: {
      ...waitingRoomHandlers({ ...dependencies, dayFacts }),
      ...delayHandlers(dependencies),
      ...wallHandlers({ ...dependencies, dayFacts })
    }
  }
}

/** Gives who arrives a code for the wall, in the transaction of the arrival. */
export function arrivalCodeHook(draw: Draw = (below) => randomInt(below)): AppointmentHook {
  return (transaction, change) => giveArrivalCode(transaction, change, draw)
}
