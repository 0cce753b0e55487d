import { browserShell } from './browser-shell'
import { NetworkLink } from './network-link'
import { isOnOtherPc, socketAddress } from './place'

/** In the program the preload script has made the bridge; in a browser it is made here, before anything calls. */
if (isOnOtherPc) {
  const link = new NetworkLink(socketAddress(location))
  const shell = browserShell(link)
  const call = (method: string, input: unknown): Promise<unknown> =>
    method.startsWith('shell.') ? shell(method, input) : link.call(method, input)
  const on = (event: string, listener: (payload: unknown) => void): (() => void) => link.on(event, listener)
  Object.defineProperty(window, 'skranke', { value: { call, on } })
}
