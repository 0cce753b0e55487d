import type { Core } from '../core'
import type { Transaction } from '../database/database'
import type { Actor, Handlers } from '../rpc/handlers'
import type { Lan } from './lan'

type LanMethods =
  'lan.overview' | 'lan.save' | 'lan.setScreen' | 'lan.renewAddress' | 'lan.signOutClient' | 'lan.resume'

/** The manager's page about the other PCs, and the way back for a page that was away. */
export function lanHandlers(lan: Lan, { audit, settings, database }: Core): Handlers<LanMethods> {
  const logged = (actor: Actor, action: string, detail: string) => async (transaction: Transaction) =>
    await audit.record(transaction, actor, { action, patientId: null, detail })
  return {
    'lan.overview': async () => await lan.overview(),
    async 'lan.save'(input, { actor }) {
      const detail = input.isOn ? `on, port ${input.port}` : 'off'
      await lan.save(logged(actor, 'lan.changed', detail), input)
      return await lan.overview()
    },
    async 'lan.setScreen'({ kind, isOn }, { actor }) {
      await lan.setScreen(logged(actor, 'lan.changed', `${kind} ${isOn ? 'on' : 'off'}`), kind, isOn)
      return await lan.overview()
    },
    async 'lan.renewAddress'({ kind }, { actor }) {
      await lan.renewAddress(logged(actor, 'lan.changed', `${kind} renewed`), kind)
      return await lan.overview()
    },
    async 'lan.signOutClient'({ id }, { actor }) {
      await lan.signOut(id)
      await database.write(logged(actor, 'lan.signed-out', id))
      return await lan.overview()
    },
    async 'lan.resume'({ ticket }, { session }) {
      const signIn = await lan.resume(session, ticket)
      if (!signIn) return null
      const { idleLockMinutes } = await settings.read()
      const isLimited = session.gate?.isLimited(signIn.user) ?? false
      return { ...signIn, idleLockMinutes, isLimited }
    }
  }
}
