import type { SignedIn } from '@contract/users'
import { randomInt } from 'node:crypto'
import type { NewClinic } from '@contract/system'
import type { Core } from '../core'
import { makeKey, type NewKey } from '../database/key-envelope'
import { formatRecoveryKey, normalizeGroup } from '../database/recovery-key'
import { findModems, listPortCandidates } from './modem-finding'
import { AppError } from '../platform/app-error'
import { toStoredInstant } from '../platform/clock'
import type { Handlers } from '../rpc/handlers'
import type { Session } from '../rpc/session'
import { fillDemoClinic } from './demo/fill-demo-clinic'
import { signInFirstUser } from './first-sign-in'
import type { Host } from './host'
import { makeClinic } from './make-clinic'
import { writeClinic } from './write-clinic'

type SetupMethods =
  | 'setup.prepareKey'
  | 'setup.listPorts'
  | 'setup.findModem'
  | 'setup.createClinic'
  | 'setup.openDemo'
  | 'setup.unlock'
  | 'setup.retry'

/**
 * What a window may call before there is a clinic; what makes one refuses with `clinic-exists` once there is one. Modems
 * are looked for in the settings of a clinic too, by a manager.
 */
export function setupHandlers(host: Host): Handlers<SetupMethods> {
  let prepared: (NewKey & { groups: string[]; groupToConfirm: number }) | null = null

  function assertEmpty(): void {
    if (host.phase.name === 'failed') throw new AppError(host.phase.error.code, host.phase.error.parameters)
    if (host.phase.name !== 'empty') throw new AppError('clinic-exists')
  }

  return {
    'setup.prepareKey': () => {
      assertEmpty()
      const key = makeKey()
      const groups = formatRecoveryKey(key.recoverySecret)
      prepared = { ...key, groups, groupToConfirm: 1 + randomInt(groups.length) }
      return Promise.resolve({ groups, groupToConfirm: prepared.groupToConfirm })
    },
    'setup.listPorts': async () => await listPortCandidates(),
    'setup.findModem': async (_input, { session }) => {
      const { clock } = host.options
      if (host.phase.name !== 'open') {
        assertEmpty()
        return await findModems(clock, null)
      }
      if (session.actor.role !== 'manager') throw new AppError('not-allowed')
      const { modem } = await host.core.messagingStatus()
      return await findModems(clock, modem)
    },
    'setup.createClinic': async (input, { session }) => {
      assertEmpty()
      const key = confirmedKey(input, prepared)
      const { confirmation: _confirmation, ...clinic } = input
      const core = await makeClinic(host, key, input.isTraining, (made) => writeClinic(made, clinic))
      return await signInFirst(core, session, host)
    },
    'setup.openDemo': async ({ language }, { session }) => {
      assertEmpty()
      const core = await makeClinic(host, makeKey(), true, (made) =>
        fillDemoClinic(made, {
          language,
          progress: (done, total) => host.events.publish('setup.progress', { done, total }),
          follow: (clock) => host.clock.follow(clock)
        })
      )
      return await signInFirst(core, session, host)
    },
    'setup.unlock': async ({ recoveryKey }) => {
      if (host.phase.name === 'locked') await host.unlock(recoveryKey)
      return host.state()
    },
    'setup.retry': async () => {
      if (host.phase.name === 'failed') await host.start()
      host.events.publish('system.stateChanged', {})
      return host.state()
    }
  }
}

/** @throws AppError `confirmation-wrong` when the group typed back is not the one that was shown. */
function confirmedKey(input: NewClinic, prepared: (NewKey & { groups: string[] }) | null): NewKey {
  if (input.isTraining && input.confirmation === null) return prepared ?? makeKey()
  const shown = prepared?.groups[(input.confirmation?.group ?? 0) - 1]
  if (!prepared || shown === undefined || normalizeGroup(input.confirmation?.characters ?? '') !== shown) {
    throw new AppError('confirmation-wrong')
  }
  return prepared
}

async function signInFirst(core: Core, session: Session, host: Host): Promise<SignedIn> {
  await signInFirstUser(core, session)
  const { idleLockMinutes } = await core.settings.read()
  const { signIn } = session
  if (!signIn) throw new AppError('internal')
  // Told only now, so that this window goes on without showing the sign-in; the others leave the set-up.
  await host.refreshIdentity()
  return {
    user: signIn.user,
    isLocked: false,
    idleLockMinutes,
    signedInAt: toStoredInstant(host.clock.now()),
    isLimited: false
  }
}
