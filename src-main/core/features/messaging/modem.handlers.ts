import type { ModemStatus } from '@contract/system'
import type { PatientId } from '@contract/ids'
import type { ModemPort, SimulatedModem } from '../../modem'
import { describeModem, isSimulated } from '../../modem-factory'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { Handlers } from '../../rpc/handlers'
import { messageTarget } from '../patients'
import { readMoment, type MessagingContext } from './context'
import type { ModemOwner } from './modem-owner'
import type { OutboxWorker } from './outbox.worker'

type ModemMethods =
  | 'modem.status'
  | 'modem.enterPin'
  | 'modem.restart'
  | 'modem.simulateReply'
  | 'modem.simulatedPhone'
  | 'modem.simulatedTexts'

export interface ModemHandlerDependencies {
  readonly context: MessagingContext
  readonly modem: ModemOwner
  readonly worker: OutboxWorker
}

/** The modem's own state; while it is ready but refuses for a reason that a person must mend, with that reason. */
export function statusOf({ context, modem, worker }: ModemHandlerDependencies): ModemStatus {
  const status = describeModem(modem.port, context.clock)
  return { ...status, detail: worker.trouble ?? status.detail }
}

export function modemHandlers(dependencies: ModemHandlerDependencies): Handlers<ModemMethods> {
  const { modem, worker, context } = dependencies
  return {
    'modem.status': () => Promise.resolve(statusOf(dependencies)),
    'modem.enterPin': async ({ pin }) => {
      const port = openPort(modem.lockedPort)
      const { imei } = port.status
      const outcome = await port.enterPin(pin)
      if (outcome === 'wrong') throw new AppError('pin-wrong')
      if (outcome === 'puk-required') throw new AppError('puk-required')
      if (outcome === 'failed') throw new AppError('pin-failed')
      if (outcome === 'ok') await modem.rememberPin(imei, pin)
      worker.resume()
      return statusOf(dependencies)
    },
    'modem.restart': async () => {
      await openPort(modem.port).reset()
      worker.resume()
      return statusOf(dependencies)
    },
    'modem.simulateReply': async ({ patientId, text }) => {
      const { port, e164 } = await simulatedPhone(context, modem, patientId)
      if (!port.injectIncoming(e164, text)) throw new AppError('modem-storage-full')
      return {}
    },
    'modem.simulatedPhone': async ({ patientId }) => {
      const { port, e164 } = await simulatedPhone(context, modem, patientId)
      return { text: port.lastReceived(e164) }
    },
    'modem.simulatedTexts': async () => {
      const { settings } = await readMoment(context)
      return simulatedPort(modem, settings)
        .latestTexts()
        .map(({ to, text, at }) => ({ to, text, at: toStoredInstant(at) }))
    }
  }
}

/** @throws AppError `modem-none` */
function openPort(port: ModemPort | null): ModemPort {
  if (!port) throw new AppError('modem-none')
  return port
}

/** @throws AppError `modem-none`, `training-only` */
function simulatedPort(modem: ModemOwner, { isTraining }: { isTraining: boolean }): SimulatedModem {
  const port = openPort(modem.port)
  if (!isTraining || !isSimulated(port)) throw new AppError('training-only')
  return port
}

/**
 * The telephone of a patient of a training clinic.
 * @throws AppError `training-only`, or why the patient has no mobile
 */
async function simulatedPhone(
  context: MessagingContext,
  modem: ModemOwner,
  patientId: PatientId
): Promise<{ port: SimulatedModem; e164: string }> {
  const { settings, day } = await readMoment(context)
  const port = simulatedPort(modem, settings)
  const target = await messageTarget(context.database.reader, { patientId, purpose: 'texts' }, day)
  if (!target.ok) throw new AppError(target.reason)
  return { port, e164: target.e164 }
}
