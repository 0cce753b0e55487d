import type { SerialLine } from '../at/line'
import type { ModemModel } from './modem-model'

/** A cable without a port: the model's bytes reach the session in a later turn, as they would from a device. */
export function connectInMemory(model: ModemModel): SerialLine {
  let isOpen = true
  let closeListener: () => void = () => undefined
  let dataListener: (bytes: Uint8Array) => void = () => undefined
  model.onOutput((bytes) => setImmediate(() => isOpen && dataListener(bytes)))
  const close = async (): Promise<void> => {
    if (!isOpen) return
    isOpen = false
    closeListener()
  }
  model.plugIn()
  model.onVanish(() => void close())
  return {
    write: (bytes) => {
      if (isOpen) setImmediate(() => model.write(bytes))
    },
    drain: async () => undefined,
    onData: (listener) => {
      dataListener = listener
    },
    onClose: (listener) => {
      closeListener = listener
      if (!isOpen) listener()
    },
    close
  }
}
