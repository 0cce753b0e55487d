import { z } from 'zod'
import { AppError } from '../platform/app-error'
import type { Clock } from '../platform/clock'
import { Maskinporten } from './maskinporten'
import type { RegisterConfig } from './register-config'
import { ask, readAnswer } from './request'

/** The most that one look-up takes. */
export const MOST_AT_ONCE = 1_000

const Moment = z.string().nullish()

/** One person as the register answers (Kontakt- og reservasjonsregisteret, `POST /rest/v2/personer`). */
const Person = z.object({
  personidentifikator: z.string(),
  reservasjon: z.enum(['JA', 'NEI']).nullish(),
  status: z.enum(['AKTIV', 'SLETTET', 'IKKE_REGISTRERT']).nullish(),
  varslingsstatus: z.enum(['KAN_VARSLES', 'KAN_IKKE_VARSLES']).nullish(),
  kontaktinformasjon: z
    .object({
      epostadresse: z.string().nullish(),
      epostadresse_oppdatert: Moment,
      epostadresse_sist_verifisert: Moment,
      mobiltelefonnummer: z.string().nullish(),
      mobiltelefonnummer_oppdatert: Moment,
      mobiltelefonnummer_sist_verifisert: Moment
    })
    .nullish()
})

const Answered = z.object({ personer: z.array(Person) })

export interface RegisterContact {
  readonly value: string
  readonly updatedAt: string | null
  readonly verifiedAt: string | null
}

export interface RegisterEntry {
  /** Has said no to digital communication from public bodies. */
  readonly isReserved: boolean
  readonly status: 'active' | 'deleted' | 'not-registered'
  /** False where nothing there has been confirmed for 18 months, or nothing is there. */
  readonly canBeNotified: boolean
  readonly mobile: RegisterContact | null
  readonly email: RegisterContact | null
}

export interface ContactRegister {
  /**
   * Looks up persons by fødselsnummer or D-number, at most {@link MOST_AT_ONCE}. Nothing of the answer is kept here,
   * nor may it be copied into the clinic's own register.
   * @throws AppError `register-access-refused`, and what signing in throws
   */
  lookUp(config: RegisterConfig, numbers: readonly string[]): Promise<ReadonlyMap<string, RegisterEntry>>
}

export function createContactRegister({ clock }: { clock: Clock }): ContactRegister {
  const maskinporten = new Maskinporten(clock)
  return {
    async lookUp(config, numbers) {
      const address = `${config.address.replace(/\/+$/, '')}/rest/v2/personer`
      const answer = await ask(address, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await maskinporten.token(config)}`,
          'content-type': 'application/json',
          accept: 'application/json'
        },
        body: JSON.stringify({ personidentifikatorer: numbers })
      })
      if (answer.status === 401 || answer.status === 403) {
        maskinporten.forget()
        throw new AppError('register-access-refused', { status: answer.status })
      }
      if (answer.status >= 500 || answer.status === 429)
        throw new AppError('register-unreachable', { host: new URL(address).host })
      const { personer } = readAnswer(Answered, answer, address)
      return new Map(personer.map((person) => [person.personidentifikator, entryOf(person)]))
    }
  }
}

const STATUS = { AKTIV: 'active', SLETTET: 'deleted', IKKE_REGISTRERT: 'not-registered' } as const

function entryOf({
  reservasjon,
  status,
  varslingsstatus,
  kontaktinformasjon: known
}: z.infer<typeof Person>): RegisterEntry {
  return {
    isReserved: reservasjon === 'JA',
    status: STATUS[status ?? 'IKKE_REGISTRERT'],
    canBeNotified: varslingsstatus === 'KAN_VARSLES',
    mobile: contactOf(
      known?.mobiltelefonnummer,
      known?.mobiltelefonnummer_oppdatert,
      known?.mobiltelefonnummer_sist_verifisert
    ),
    email: contactOf(known?.epostadresse, known?.epostadresse_oppdatert, known?.epostadresse_sist_verifisert)
  }
}

function contactOf(
  value: string | null | undefined,
  updatedAt: string | null | undefined,
  verifiedAt: string | null | undefined
): RegisterContact | null {
  return value ? { value, updatedAt: updatedAt ?? null, verifiedAt: verifiedAt ?? null } : null
}
