import { randomUUID } from 'node:crypto'
import type { PortalSettings } from '@contract/portal'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { makeKeyPair, publicKeySet, readClientCertificate, type ClientCertificate } from '../../portal'
import type { Actor, Handlers } from '../../rpc/handlers'
import {
  changeConnection,
  confirmPin,
  listPins,
  readConnection,
  removeAllPins,
  removePin
} from './connection.queries'
import { testConnection } from './connection-test'
import { storedNow } from './context'
import type { PortalParts } from './parts'
import { clientCertificateOf } from './remote'
import { checkedAddress, isOnThisPc, MOST_CONFIRMED_PINS } from './settings.rules'

type SettingsMethods =
  | 'portal.settings'
  | 'portal.patientPages'
  | 'portal.saveSettings'
  | 'portal.makeKey'
  | 'portal.confirmPin'
  | 'portal.removePin'
  | 'portal.test'

export function portalSettingsHandlers(parts: PortalParts): Handlers<SettingsMethods> {
  const { database, audit, settings, events, link } = parts

  async function change(
    actor: Actor,
    action: string,
    work: (transaction: Transaction) => Promise<void>
  ): Promise<PortalSettings> {
    await database.write(async (transaction) => {
      await work(transaction)
      await audit.record(transaction, actor, { action, patientId: null })
    })
    await link.start()
    events.publish('portal.changed', {})
    return await shown(parts)
  }

  return {
    'portal.settings': async () => await shown(parts),
    async 'portal.patientPages'() {
      const { isTraining } = await settings.read()
      const { state, base_url: address } = await readConnection(database.reader)
      return { address: isTraining && state !== 'off' && isOnThisPc(address) ? address : null }
    },
    async 'portal.saveSettings'(draft, { actor }) {
      const { isTraining } = await settings.read()
      const baseUrl = checkedAddress(draft.baseUrl, isTraining)
      const { clientCertificate: own } = draft
      if (own !== null && !isEmpty(own)) readClientCertificate(own)
      return await change(actor, 'portal.settings-changed', async (transaction) => {
        const before = await readConnection(transaction)
        const isOther = before.base_url !== baseUrl || before.client_id !== draft.clientId
        if (isOther && before.state !== 'off') throw new AppError('portal-must-be-off')
        if (before.base_url !== baseUrl) await removeAllPins(transaction)
        if (before.weeks_ahead !== draft.weeksAhead) await parts.touchPlaces(transaction)
        await changeConnection(transaction, {
          base_url: baseUrl,
          client_id: draft.clientId,
          weeks_ahead: draft.weeksAhead,
          clinic_key: before.clinic_key ?? randomUUID(),
          ...(own === null
            ? {}
            : { client_certificate: own.certificate.trim(), client_certificate_key: own.key.trim() })
        })
      })
    },
    'portal.makeKey': async (_input, { actor }) =>
      await change(actor, 'portal.key-made', async (transaction) => {
        if ((await readConnection(transaction)).state !== 'off') throw new AppError('portal-must-be-off')
        const { privateKey, keyId } = makeKeyPair()
        await changeConnection(transaction, { private_key: privateKey, key_id: keyId })
      }),
    'portal.confirmPin': async ({ sha256 }, { actor }) =>
      await change(actor, 'portal.pin-confirmed', async (transaction) => {
        const at = storedNow(parts)
        if (!(await confirmPin(transaction, sha256, { at, by: actor.userId })))
          throw new AppError('not-found')
        // The oldest gives way: the one in use, and the one that follows it.
        const confirmed = (await listPins(transaction)).filter(({ confirmed_at }) => confirmed_at !== null)
        const byAge = confirmed.toSorted((a, b) => ((a.confirmed_at ?? '') < (b.confirmed_at ?? '') ? 1 : -1))
        for (const old of byAge.slice(MOST_CONFIRMED_PINS)) await removePin(transaction, old.sha256)
      }),
    'portal.removePin': async ({ sha256 }, { actor }) =>
      await change(actor, 'portal.pin-removed', async (transaction) => {
        if (!(await removePin(transaction, sha256))) throw new AppError('not-found')
      }),
    async 'portal.test'(_input, { actor }) {
      const connection = await readConnection(database.reader)
      checkedAddress(connection.base_url, (await settings.read()).isTraining)
      await database.write((transaction) =>
        audit.record(transaction, actor, { action: 'portal.tested', patientId: null })
      )
      return await testConnection(parts.remoteness, connection)
    }
  }
}

function isEmpty({ certificate, key }: ClientCertificate): boolean {
  return certificate.trim() === '' && key.trim() === ''
}

/** The page stays open where what is kept can no longer be read: there it is put right. */
function keptCertificate(own: ClientCertificate): PortalSettings['clientCertificate'] {
  try {
    return readClientCertificate(own)
  } catch (error) {
    if (error instanceof AppError) return 'unreadable'
    throw error
  }
}

async function shown({ database }: PortalParts): Promise<PortalSettings> {
  const connection = await readConnection(database.reader)
  const pins = await listPins(database.reader)
  const own = clientCertificateOf(connection)
  const hasKey = connection.private_key !== ''
  const pair = { privateKey: connection.private_key, keyId: connection.key_id }
  return {
    isOn: connection.state !== 'off',
    baseUrl: connection.base_url,
    clientId: connection.client_id,
    weeksAhead: connection.weeks_ahead,
    keyId: hasKey ? connection.key_id : null,
    publicKeys: hasKey ? JSON.stringify(publicKeySet(pair), null, 2) : null,
    clientCertificate: own && keptCertificate(own),
    pins: pins.map(({ sha256, first_seen_at, last_seen_at, announced_at, confirmed_at }) => ({
      sha256,
      firstSeenAt: first_seen_at,
      lastSeenAt: last_seen_at,
      announcedAt: announced_at,
      confirmedAt: confirmed_at
    }))
  }
}
