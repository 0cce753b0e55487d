import type { Database } from '../../database/database'
import type { EventBus } from '../../platform/event-bus'
import type { Handlers } from '../../rpc/handlers'
import type { Audit } from '../audit'
import type { Settings } from './settings'
import { assertTimeZone } from './time-zone'

export interface SettingsDependencies {
  readonly database: Database
  readonly settings: Settings
  readonly audit: Audit
  readonly events: EventBus
}

export function settingsHandlers({
  database,
  settings,
  audit,
  events
}: SettingsDependencies): Handlers<'settings.get' | 'settings.save'> {
  return {
    'settings.get': async () => await settings.read(),
    'settings.save': async (change, { actor }) => {
      if (change.timeZone !== undefined) assertTimeZone(change.timeZone)
      const defined = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
      const saved = await database.write(async (transaction) => {
        const result = await settings.write(transaction, defined)
        await audit.record(transaction, actor, {
          action: 'settings.changed',
          patientId: null,
          detail: Object.keys(defined).join(', ')
        })
        return result
      })
      settings.forget()
      events.publish('settings.changed', {})
      return saved
    }
  }
}
