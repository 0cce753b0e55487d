import type { RegisterLook, RegisterSettingsDraft, SavedRegisterSettings } from '@contract/contact-register'
import type { PatientId } from '@contract/ids'
import type { ContactRegister } from '../../contact-register'
import type { Database } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import { formatTelephone, parseMobile } from '../../platform/telephone'
import type { Handlers } from '../../rpc/handlers'
import type { Audit } from '../audit'
import { findContacts } from '../patients'
import type { Settings } from '../settings'
import type { RegisterGate } from './register-gate'
import { compare } from './register-look.rules'
import { registerNumbers } from './register-number'
import { checkedRegister, type StoredRegister } from './register-settings.rules'
import type { RegisterStore } from './register-store'
import { tryRegister } from './register-test'

export interface RegisterHandlerDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly store: RegisterStore
  readonly register: ContactRegister
  readonly gate: RegisterGate
  /** The settings are others now: what waits goes by them. */
  readonly onSaved: () => void
}

type RegisterMethods =
  | 'contactRegister.settings'
  | 'contactRegister.save'
  | 'contactRegister.test'
  | 'contactRegister.status'
  | 'contactRegister.lookUp'

export function contactRegisterHandlers(
  dependencies: RegisterHandlerDependencies
): Handlers<RegisterMethods> {
  const { database, clock, audit, events, settings, store, gate, onSaved } = dependencies

  async function checked(draft: RegisterSettingsDraft): Promise<StoredRegister> {
    const { isTraining } = await settings.read()
    return checkedRegister(draft, { kept: await store.read(database.reader), isTraining })
  }

  return {
    'contactRegister.settings': async () => shown(await store.read(database.reader)),
    async 'contactRegister.save'(draft, { actor }) {
      const next = await checked(draft)
      await database.write(async (transaction) => {
        await store.write(transaction, next)
        await audit.record(transaction, actor, { action: 'contact-register.changed', patientId: null })
      })
      store.forget()
      gate.resume()
      onSaved()
      events.publish('contactRegister.changed', {})
      return shown(next)
    },
    async 'contactRegister.test'(draft, { actor }) {
      const config = await checked({ ...draft, isOn: true })
      await database.write((transaction) =>
        audit.record(transaction, actor, { action: 'contact-register.tested', patientId: null })
      )
      return await tryRegister(config, clock)
    },
    'contactRegister.status': async () => ({
      isOn: (await store.read(database.reader)).isOn,
      trouble: gate.trouble
    }),
    async 'contactRegister.lookUp'({ patientId }, { actor }) {
      // Written down before anybody is asked: the look is there even where no answer comes.
      await database.write((transaction) =>
        audit.record(transaction, actor, { action: 'contact-register.looked-up', patientId })
      )
      return await lookAt(dependencies, patientId)
    }
  }
}

function shown({ privateKey, ...settings }: StoredRegister): SavedRegisterSettings {
  return { ...settings, hasKey: privateKey !== '' }
}

/** @throws AppError `register-off`, `register-number-missing`, and what the look-up throws */
async function lookAt(
  { database, settings, store, register }: RegisterHandlerDependencies,
  patientId: PatientId
): Promise<RegisterLook> {
  const config = await store.read(database.reader)
  if (!config.isOn) throw new AppError('register-off')
  const number = (await registerNumbers(database.reader, [patientId])).get(patientId)
  if (number === undefined) throw new AppError('register-number-missing')
  const entry = (await register.lookUp(config, [number])).get(number)
  if (!entry) throw new AppError('register-answer-unexpected', { host: new URL(config.address).host })
  const { country } = await settings.read()
  const contacts = await findContacts(database.reader, [patientId])
  const ours = (channel: 'mobile' | 'email') =>
    contacts.find((contact) => contact.channel === channel)?.value ?? null
  return compare(
    entry,
    { mobile: ours('mobile'), email: ours('email') },
    {
      mobile(text) {
        const reading = parseMobile(text, country)
        return reading.ok ? reading.e164 : text
      },
      display: (mobile) => formatTelephone(mobile, country)
    }
  )
}
