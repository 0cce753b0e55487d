import { expect, it, vi } from 'vitest'
import { SubmitExchange } from './submit-exchange'
import { defaultAtTimings } from './timings'

it('lets go of a port that fails under the PDU, so that it is opened anew', async () => {
  const close = vi.fn(async () => undefined)
  const onSubmitted = vi.fn()
  const line = {
    write: () => undefined,
    drain: () => Promise.reject(new Error('Input/output error, cannot drain')),
    onData: () => undefined,
    onClose: () => undefined,
    close
  }
  const exchange = new SubmitExchange({ hex: '00', length: 1, line, timings: defaultAtTimings, onSubmitted })
  exchange.take({ kind: 'prompt' })
  expect(await exchange.result).toEqual({ kind: 'not-sent', reason: 'port-lost' })
  expect(close).toHaveBeenCalledOnce()
  expect(onSubmitted).not.toHaveBeenCalled()
})
