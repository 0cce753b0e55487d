import type { PatientId } from '@contract/ids'
import type { Database } from '../../database/database'
import type { Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Actor } from '../../rpc/handlers'
import type { AppointmentSteps, Look, ToViews } from '../appointments'
import type { Audit } from '../audit'
import type { LettersToTheDead } from '../letters'
import type { MessagesOfTheDead, Reach } from '../messaging'
import type { ClinicDay } from '../patients'
import type { Settings } from '../settings'
import type { Tasks } from '../tasks'
import type { WaitingList } from '../waiting-list'

/** What a death reaches into; each feature ends and brings back its own. */
export interface DeathContext {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly look: Look
  readonly toViews: ToViews
  readonly steps: AppointmentSteps
  readonly messages: MessagesOfTheDead
  readonly reach: Pick<Reach, 'changed'>
  readonly letters: LettersToTheDead
  readonly waitingList: Pick<WaitingList, 'ofTheDead' | 'announce'>
  readonly tasks: Pick<Tasks, 'aboutContact' | 'createFollowUp' | 'announce'>
  /** The outbox has something new. */
  readonly wake: () => void
}

/** By whom, about whom and when. */
export interface DeathStep {
  readonly patientId: PatientId
  readonly actor: Actor
  readonly day: ClinicDay
  /** The same moment as rows hold it. */
  readonly at: string
}
