import type { Country, Language } from '../../../src-preload/contract/values'
import type { Random } from '../chance'
import type { DeskLine } from '../clinic/desk-line'
import type { Acting } from './acts'
import type { Html } from './html'
import { contactsOf, type Child, type Contact, type Held, type KnownPatient } from './people'
import type { CodeStep, Notice, Session, Sessions } from './sessions'
import type { Throttle } from './throttle'
import type { Speech, WordKey } from './words'

/** Whose portal it is, as patients read it. */
export interface PortalClinic {
  readonly name: string
  readonly address: string
  readonly telephone: string
  readonly country: Country
  readonly timeZone: string
  readonly language: Language
}

/** One text, as a telephone shows it. */
export interface PhoneText {
  /** E.164. */
  readonly to: string
  readonly text: string
  readonly at: string
}

/** Of a portal to try: nobody holds its patients' telephones, and whoever tries it must know whom to be. */
export interface Practice {
  /** What the telephones have received, the newest first. */
  texts(): Promise<readonly PhoneText[]>
}

/** What every page can reach. */
export interface House {
  readonly held: Held
  readonly random: Random
  readonly line: DeskLine
  readonly clinic: PortalClinic
  readonly sessions: Sessions
  /** By national number, and by the address of who asks. */
  readonly byNumber: Throttle
  readonly byVisitor: Throttle
  /** Null: for real. */
  readonly practice: Practice | null
}

/** One request of a browser. */
export interface Visitor {
  readonly house: House
  readonly session: Session
  readonly speech: Speech
  readonly path: string
  readonly query: URLSearchParams
  readonly form: URLSearchParams
  /** The parts of the address that the route left open. */
  readonly names: readonly string[]
  /** Who has logged in, and whose record is shown; null: nobody. */
  readonly patient: KnownPatient | null
  readonly subject: KnownPatient | null
  readonly children: readonly Child[]
  /** Where the request came from, for counting. */
  readonly from: string
}

/** Of somebody who has logged in. */
export interface Member extends Visitor {
  readonly patient: KnownPatient
  readonly subject: KnownPatient
}

export interface Page {
  readonly title: WordKey
  readonly body: Html
  readonly status?: number
}

/** Where the browser is sent, and as whom where that has changed. */
export interface Onward {
  readonly to: string
  readonly session?: Session
}

/** What a script of the page asks for while it waits. */
export interface Live {
  readonly live: { readonly text: string; readonly isDone: boolean }
}

export type Reply = Page | Onward | Live

export function onward(session: Session, to: string, notice?: Notice): Onward {
  if (notice) session.notice = notice
  return { to }
}

export const good = (key: WordKey): Notice => ({ kind: 'good', key })
export const bad = (key: WordKey, values?: Notice['values']): Notice =>
  values === undefined ? { kind: 'bad', key } : { kind: 'bad', key, values }

export function actingOf({ house, patient, subject, children }: Member): Acting {
  const child = children.find((each) => each.patient.id === subject.id)
  const actor = child ? `RelatedPerson/${child.relatedPersonId}` : `Patient/${patient.id}`
  return { held: house.held, random: house.random, subject, actor }
}

/** One that was proven in this session stands alone, though the clinic has not taken the one before away yet. */
export function mobilesOf({ session, subject }: Member): Contact[] {
  const all = contactsOf(subject, 'phone')
  const proven = all.find(({ isClaimed, value }) => isClaimed && value === session.provenMobile)
  return proven ? [{ ...proven, isClaimed: false, isVerified: true }] : all
}

/** Asks the clinic for a code and remembers that it was asked. */
export function startCode(
  { house, session }: Visitor,
  step: Omit<CodeStep, 'requestId' | 'attempt'> & { patientId: string | null }
): void {
  const { patientId, ...rest } = step
  const request = patientId === null ? null : house.line.askCode(patientId, step.purpose)
  session.code = { ...rest, requestId: request?.id ?? null, attempt: null }
}
